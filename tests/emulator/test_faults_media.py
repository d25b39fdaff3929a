"""Faults of media: refused by file, by address or by kind."""

import pytest

from emulator import (
    BAD_DIMENSIONS,
    CURL_FAILED,
    URL_NOT_FETCHED,
    WRONG_FILE,
    WRONG_PAGE_TYPE,
    Emulator,
    Fault,
    HalfSent,
    Person,
    Refused,
)
from tests.emulator.api_client import Api

BAD, GOOD = "https://example.com/bad.jpg", "https://example.com/good.jpg"


@pytest.mark.parametrize(
    ("effect", "description"),
    [
        (WRONG_FILE, "wrong file identifier/HTTP URL specified"),
        (BAD_DIMENSIONS, "PHOTO_INVALID_DIMENSIONS"),
        (URL_NOT_FETCHED, "failed to get HTTP URL content"),
        (WRONG_PAGE_TYPE, "wrong type of the web page content"),
        (CURL_FAILED, "WEBPAGE_CURL_FAILED"),
    ],
)
async def test_one_file_is_refused_and_others_are_not(
    api: Api, emulator: Emulator, anna: Person, effect: Refused, description: str
) -> None:
    emulator.faults.add(Fault(effect, media=BAD, times=None))
    refusal = (400, f"Bad Request: {description}")
    sent = await api.ok("sendPhoto", chat_id=anna.id, photo=GOOD)
    assert await api.refusal("sendPhoto", chat_id=anna.id, photo=BAD) == refusal
    items = [{"type": "photo", "media": url} for url in (GOOD, BAD)]
    assert await api.refusal("sendMediaGroup", chat_id=anna.id, media=items) == refusal
    meant = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await api.refusal("editMessageMedia", **meant, media=items[1]) == refusal
    assert len(anna.messages) == 2
    await api.ok("sendMessage", chat_id=anna.id, text=BAD)


async def test_one_kind_is_refused(api: Api, emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(Fault(BAD_DIMENSIONS, media="photo", times=None))
    await api.ok("sendVideo", chat_id=anna.id, video="https://example.com/a.mp4")
    assert (await api.refusal("sendPhoto", chat_id=anna.id, photo=GOOD))[1].endswith("PHOTO_INVALID_DIMENSIONS")


async def test_an_album_with_a_certain_file_is_half_sent(api: Api, emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(Fault(HalfSent(1, "PHOTO_INVALID_DIMENSIONS"), media=BAD))
    good, bad = ({"type": "photo", "media": url} for url in (GOOD, BAD))
    await api.ok("sendMediaGroup", chat_id=anna.id, media=[good, good])
    _, description = await api.refusal("sendMediaGroup", chat_id=anna.id, media=[good, bad])
    assert description.endswith('failed to send message #2 with the error message "PHOTO_INVALID_DIMENSIONS"')
    assert len(anna.messages) == 4

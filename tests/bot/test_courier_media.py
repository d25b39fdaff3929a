"""The courier: pictures and albums, topics of forums, and replies."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.courier import Courier
from bot.http_pool import ConnectionPool
from emulator import (
    Broken,
    Emulator,
    Fault,
    HalfSent,
    Person,
    too_many_requests,
)
from handlers.cards.card import Card, Media, Upload
from news.ledger import Address, EditionKind, Message, MessageKind
from news.ports import EditionContent
from news.rejections import DOES_NOT_FIT
from news.richtext import rich
from tests.bot.couriers import ONE, THREE, article, carry, corrected, make_courier, to

PICTURE = b"GIF89a" + b"\x01\x00" * 20
URL = "https://example.org/bridge.jpg"


def showing(*media: Media) -> Callable[..., Card]:
    """Draw the first article's title under some media."""

    def draw(push: EditionContent, *_: Any) -> Card:
        return Card(rich(push.articles[0].title), media=media)

    return draw


def photo(file: str | Upload = URL) -> Media:
    return Media(MessageKind.PHOTO, file)


async def test_a_picture_is_uploaded_once_and_then_sent_by_the_id_that_telegram_gave_it(
    pool: ConnectionPool, emulator: Emulator, anna: Person
) -> None:
    upload = Upload("bridge.gif", PICTURE)
    courier = make_courier(pool, draw=showing(photo(upload)))
    first = await carry(courier, ONE, to(anna.id))
    (file,) = first.files
    assert (first.copy[0].kind, file.kind, file.source[:7]) == (MessageKind.PHOTO, MessageKind.PHOTO, "sha256:")
    second = await carry(courier, ONE, to(anna.id))
    assert second.files == ()
    uploaded, by_id = emulator.calls.of("sendPhoto")
    assert by_id.parameters["photo"] == file.file_id
    assert uploaded.parameters["photo"] != file.file_id
    assert (anna.last or {})["caption"] == "Мост открыт"
    later = make_courier(pool, draw=showing(photo(upload)), files=(file,))
    await carry(later, ONE, to(anna.id))
    assert emulator.calls.of("sendPhoto")[-1].parameters["photo"] == file.file_id


async def test_an_album_takes_as_many_messages_as_items_and_keeps_the_id_and_kind_of_each(
    pool: ConnectionPool, anna: Person
) -> None:
    media = (photo(), Media(MessageKind.VIDEO, "https://example.org/bridge.mp4"), photo("https://example.org/2.jpg"))
    courier = make_courier(pool, draw=showing(*media))
    assert courier.size(ONE, to(anna.id)) == 3
    outcome = await carry(courier, ONE, to(anna.id))
    kinds = [MessageKind.PHOTO, MessageKind.VIDEO, MessageKind.PHOTO]
    assert [message.kind for message in outcome.copy] == kinds
    assert [message.id for message in outcome.copy] == [seen["message_id"] for seen in anna.messages[-3:]]
    assert courier.size(corrected("Мост закрыт"), to(anna.id, copy=outcome.copy)) == 1
    assert (await carry(courier, corrected("Мост закрыт"), to(anna.id, copy=outcome.copy))).status == 200
    assert anna.messages[-3]["caption"] == "Мост закрыт"


@pytest.mark.parametrize("pause", [None, 7])
async def test_an_album_sent_by_half_is_in_doubt_whatever_the_error_says(
    pool: ConnectionPool, emulator: Emulator, anna: Person, pause: int | None
) -> None:
    reason = "WEBPAGE_CURL_FAILED" if pause is None else f"Too Many Requests: retry after {pause}"
    emulator.faults.add(Fault(HalfSent(1, reason), method="sendMediaGroup"))
    outcome = await carry(make_courier(pool, draw=showing(photo(), photo())), ONE, to(anna.id))
    assert (outcome.half_sent, outcome.retry_after) == (True, pause)
    emulator.faults.add(Fault(Broken(), method="sendMediaGroup"))
    assert (await carry(make_courier(pool, draw=showing(photo(), photo())), ONE, to(anna.id))).half_sent
    emulator.faults.add(Fault(too_many_requests(3), method="sendMediaGroup"))
    refused = await carry(make_courier(pool, draw=showing(photo(), photo())), ONE, to(anna.id))
    assert (refused.half_sent, refused.retry_after) == (False, 3), "refused as a whole"


async def test_a_text_too_long_for_a_caption_is_not_cut_but_told(pool: ConnectionPool, anna: Person) -> None:
    copy = (Message(5, MessageKind.PHOTO),)
    long = EditionContent(1, (article(12, "Ж" * 250, "Слово. " * 300),), 1, EditionKind.CORRECTION)
    plain = make_courier(pool, draw=lambda push, *_: Card(rich("Ж" * 1025)))
    assert (await carry(plain, long, to(anna.id, copy=copy))).description == DOES_NOT_FIT


async def test_a_topic_gets_its_message_and_the_whole_group_has_no_thread(
    courier: Courier, emulator: Emulator, anna: Person
) -> None:
    forum = emulator.group("Читатели", admins=[anna], forum=True)
    topic = forum.opens_topic("Новости")
    assert (await carry(courier, ONE, to(forum.id, address=Address(forum.id, topic)))).status == 200
    assert (await carry(courier, ONE, to(forum.id))).status == 200
    threads = [call.parameters.get("message_thread_id") for call in emulator.calls.of("sendMessage")]
    assert threads == [topic, None]


async def test_a_continuation_replies_to_the_earlier_message_even_if_that_was_deleted(
    courier: Courier, emulator: Emulator, anna: Person
) -> None:
    sent = await carry(courier, ONE, to(anna.id))
    assert (await carry(courier, THREE, to(anna.id, reply_to=sent.copy[0].id))).status == 200
    assert (await carry(courier, THREE, to(anna.id, reply_to=999))).status == 200
    replies = [call.parameters.get("reply_parameters") for call in emulator.calls.of("sendMessage")]
    assert [reply and reply["message_id"] for reply in replies] == [None, sent.copy[0].id, 999]

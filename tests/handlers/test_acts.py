"""The acts of editors: what is stored of their messages, and what an article takes of them."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message, Update

from handlers.acts import (
    LARGE_FILE,
    MAX_FILE_BYTES,
    attachments,
    is_forwarded,
    parts_of,
    source_url,
    too_large_files,
    unusable_kind,
    whole,
)
from handlers.middlewares import ActMiddleware
from handlers.parts import join
from news.model import Reader
from news.roles import Role

BOT = Bot("1:test")
EDITOR = Reader(7, Role.EDITOR, "ru")
FILE = {"file_id": "f", "file_unique_id": "u"}
VIDEO = {"width": 9, "height": 9, "duration": 9}
PHOTO = FILE | {"width": 9, "height": 9}
BASE = {
    "date": 100,
    "chat": {"id": 7, "type": "private"},
    "from": {"id": 7, "is_bot": False, "first_name": "Вера"},
}


def message(number: int = 1, **fields: Any) -> Any:
    return {"message_id": number, **BASE, **fields}


def parsed(*messages: Any) -> Message:
    return Message.model_validate(join(list(messages)), context={"bot": BOT})


def test_a_stored_act_is_the_same_act_again() -> None:
    items = [message(number, photo=[PHOTO], media_group_id="a", caption=f"Подпись {number}") for number in (1, 2)]
    for act in (parsed(*items), parsed(message(text="Слово", entities=[{"type": "bold", "offset": 0, "length": 5}]))):
        assert whole(parts_of(act), BOT) == act


def test_of_a_message_only_its_content_is_stored() -> None:
    act = parsed(
        message(
            text="Слово",
            reply_to_message=message(0, text="Чужое"),
            link_preview_options={"url": "https://example.org"},
        )
    )
    (part,) = parts_of(act)
    assert json.loads(part.content) == message(text="Слово")


def test_a_file_above_the_limit_is_left_out_and_named() -> None:
    large = FILE | {"file_size": MAX_FILE_BYTES + 1, "file_name": "салют.zip"}
    allowed = FILE | {"file_size": MAX_FILE_BYTES}
    act = parsed(
        message(1, document=large, media_group_id="a", caption="Мост открыт"),
        message(2, document=allowed, media_group_id="a", caption="Смета"),
        message(3, document=FILE, media_group_id="a"),
    )
    assert [each.caption for each in attachments(act)] == ["Смета", ""]
    assert too_large_files(act) == ["салют.zip"]
    assert attachments(parsed(message(text="Слово"))) == ()
    assert too_large_files(parsed(message(photo=[PHOTO | {"file_size": MAX_FILE_BYTES + 1}]))) == [""]


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ({"type": "channel", "chat": {"id": -1001, "type": "channel", "username": "city"}}, "https://t.me/city/5"),
        ({"type": "channel", "chat": {"id": -1001234, "type": "channel"}}, "https://t.me/c/1234/5"),
        ({"type": "hidden_user", "sender_user_name": "Некто"}, None),
    ],
)
def test_only_a_channel_post_has_an_address(origin: Any, address: str | None) -> None:
    act = parsed(message(text="Слово", forward_origin={"date": 1, "message_id": 5, **origin}))
    assert is_forwarded(act)
    assert source_url(act) == address


def test_what_no_article_can_take_has_a_name() -> None:
    assert unusable_kind(parsed(message(voice=FILE | {"duration": 1}))) == "voice"
    assert unusable_kind(parsed(message(video=FILE | VIDEO | {"file_size": MAX_FILE_BYTES + 1}))) == LARGE_FILE
    assert unusable_kind(parsed(message(photo=[PHOTO]))) is None
    assert unusable_kind(parsed(message(text="Слово"))) is None


async def test_an_ordinary_update_reads_no_parts() -> None:
    """Its data has no newsroom: asking for one would fail."""
    seen = []

    async def handler(event: Any, _data: Any) -> None:
        seen.append(event)

    updates = [
        Update.model_validate({"update_id": 1, "message": message(text="/latest")}),
        Update.model_validate({"update_id": 2, "message": message(photo=[PHOTO])}),
    ]
    for update in updates:
        await ActMiddleware()(handler, update, {"reader": EDITOR})

    assert seen == updates

"""Message entities: which are accepted and which are refused."""

from typing import Any

import pytest

from emulator import Person
from tests.emulator.api_client import Api
from tests.emulator.marks import mark


async def test_good_entities_come_back_in_order(api: Api, anna: Person) -> None:
    entities = [mark("italic", 6, 3), mark("bold", 0, 9), mark("text_link", 0, 5, url="https://example.com")]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Слово и дело", entities=entities)
    assert sent["entities"] == [entities[1], entities[2], entities[0]]


@pytest.mark.parametrize(
    ("entities", "reason"),
    [
        ([mark("loud", 0, 1)], 'unsupported entity type "loud"'),
        ([mark("bold", 0, 0)], "outside the text"),
        ([mark("bold", -1, 2)], "outside the text"),
        ([mark("bold", 0, 99)], "outside the text"),
        ([mark("bold", 0, 3)], "cuts a character in two"),
        ([mark("text_link", 0, 2)], 'text_link needs "url"'),
        ([mark("text_mention", 0, 2)], 'text_mention needs "user"'),
        ([mark("bold", 0, 4), mark("italic", 2, 5)], "bold and italic overlap without nesting"),
        ([mark("code", 0, 7), mark("bold", 2, 2)], "code can't contain bold"),
        ([mark("bold", 0, 7), mark("pre", 2, 2)], "bold can't contain pre"),
        ([mark("blockquote", 0, 7), mark("expandable_blockquote", 0, 2)], "blockquote can't contain"),
        (
            [mark("text_link", 0, 7, url="http://a.b"), mark("text_link", 0, 2, url="http://a.b")],
            "text_link can't contain",
        ),
    ],
)
async def test_a_bad_entity_is_refused(api: Api, anna: Person, entities: list[dict[str, Any]], reason: str) -> None:
    code, description = await api.refusal("sendMessage", chat_id=anna.id, text="ab🗞cdef", entities=entities)
    assert code == 400
    assert description.startswith("Bad Request: can't parse entities: ")
    assert reason in description


async def test_nesting_that_the_documentation_allows_is_accepted(api: Api, anna: Person) -> None:
    entities = [
        mark("expandable_blockquote", 0, 8),
        mark("bold", 0, 4),
        mark("underline", 0, 4),
        mark("text_link", 0, 2, url="https://example.com"),
        mark("code", 4, 4),
    ]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="abcdefgh", entities=entities)
    assert len(sent["entities"]) == 5


async def test_caption_entities_are_checked_too(api: Api, anna: Person) -> None:
    photo = "https://example.com/cover.jpg"
    bold = [mark("bold", 0, 2)]
    sent = await api.ok("sendPhoto", chat_id=anna.id, photo=photo, caption="ab", caption_entities=bold)
    assert sent["caption_entities"] == bold
    bad = [mark("bold", 0, 3)]
    assert (await api.refusal("sendPhoto", chat_id=anna.id, photo=photo, caption="ab", caption_entities=bad))[0] == 400

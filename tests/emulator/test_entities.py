"""Message entities: which are taken, which are refused, and which Telegram finds by itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator import Person
from emulator.entities import span, units
from emulator.entity_detection import detect
from emulator.message_content import compose
from tests.emulator.conftest import Api


def mark(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length} | more


def found(text: str) -> list[tuple[str, str]]:
    words = text.encode("utf-16-le")
    return [
        (entity["type"], words[2 * span(entity)[0] : 2 * span(entity)[1]].decode("utf-16-le"))
        for entity in detect(text, [])
    ]


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


async def test_nesting_that_the_documentation_allows_is_taken(api: Api, anna: Person) -> None:
    entities = [
        mark("expandable_blockquote", 0, 8),
        mark("bold", 0, 4),
        mark("underline", 0, 4),
        mark("text_link", 0, 2, url="https://example.com"),
        mark("code", 4, 4),
    ]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="abcdefgh", entities=entities)
    assert len(sent["entities"]) == 5


async def test_entities_move_with_the_trimmed_text(api: Api, anna: Person) -> None:
    entities = [mark("bold", 0, 4), mark("italic", 4, 4), mark("code", 8, 1)]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="  abcdef ", entities=entities)
    assert sent["text"] == "abcdef"
    assert sent["entities"] == [mark("bold", 0, 2), mark("italic", 2, 4)]


async def test_caption_entities_are_checked_too(api: Api, anna: Person) -> None:
    photo = "https://example.com/cover.jpg"
    bold = [mark("bold", 0, 2)]
    sent = await api.ok("sendPhoto", chat_id=anna.id, photo=photo, caption="ab", caption_entities=bold)
    assert sent["caption_entities"] == bold
    bad = [mark("bold", 0, 3)]
    assert (await api.refusal("sendPhoto", chat_id=anna.id, photo=photo, caption="ab", caption_entities=bad))[0] == 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/read 5 и /all", [("bot_command", "/read"), ("bot_command", "/all")]),
        ("/read@vestnik_bot", [("bot_command", "/read@vestnik_bot")]),
        ("и/или, 1/2, //нет", []),
        ("🗞 #выборы2026 и #5", [("hashtag", "#выборы2026")]),
        ("Пишет @anna_k, не a@b", [("mention", "@anna_k")]),
        ("См. https://example.com/a?b=1.", [("url", "https://example.com/a?b=1")]),
        ("на vestnik.ru/news и v1.2", [("url", "vestnik.ru/news")]),
        ("почта news@vestnik.ru", [("email", "news@vestnik.ru")]),
        ("курс $USD", [("cashtag", "$USD")]),
        ("https://t.me/vestnik_bot?start=a_5", [("url", "https://t.me/vestnik_bot?start=a_5")]),
    ],
)
def test_telegram_finds_these_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_nothing_is_found_in_code_or_in_a_link() -> None:
    entities = [mark("code", 0, 5), mark("text_link", 6, 5, url="https://example.com")]
    assert compose("/read @anna", entities)[1] == entities


def test_what_is_found_may_lie_in_bold_but_not_across_its_border() -> None:
    assert len(detect("/read", [mark("bold", 0, 5)])) == 1
    assert detect("/read it", [mark("bold", 2, 6)]) == []


def test_a_given_entity_of_a_kind_telegram_finds_itself_counts_for_nothing() -> None:
    assert compose("слово", [mark("hashtag", 0, 5)])[1] == []


@given(st.text())
def test_whatever_is_found_lies_within_the_text_without_overlapping(text: str) -> None:
    text = text.encode(errors="replace").decode()
    shown, entities = compose(text, [])
    ends = 0
    for entity in entities:
        assert ends <= entity["offset"]
        ends = span(entity)[1]
    assert ends <= units(shown)

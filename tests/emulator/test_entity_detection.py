"""Detection of entities in a text, and how detected entities nest with given ones."""

import pytest

from emulator.entities import span
from emulator.entity_detection import detect
from tests.emulator.marks import mark


def found(text: str) -> list[tuple[str, str]]:
    words = text.encode("utf-16-le")
    return [
        (entity["type"], words[2 * span(entity)[0] : 2 * span(entity)[1]].decode("utf-16-le"))
        for entity in detect(text, [])
    ]


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
def test_entities_are_detected(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_detected_entity_may_be_inside_bold_but_not_overlap_it_in_part() -> None:
    assert len(detect("/read", [mark("bold", 0, 5)])) == 1
    assert detect("/read it", [mark("bold", 2, 6)]) == []

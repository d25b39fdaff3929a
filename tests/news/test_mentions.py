"""Mentions: which names may stand behind an @."""

import pytest

from news.lookalikes import skeleton
from news.mentions import mentioned_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Мария, согласен", ["Мария"]),
        ("@Мария Петрова права", ["Мария Петрова права", "Мария Петрова", "Мария"]),
        ("Вот ＠lucky_bot", ["lucky_bot"]),
        ("(@Иван)", ["Иван"]),
        ("@\u200bИван", ["Иван"]),
    ],
)
def test_every_name_that_may_begin_behind_an_at_is_returned(text: str, names: list[str]) -> None:
    assert mentioned_names(text) == [[skeleton(name) for name in names]]


def test_several_mentions_are_told_apart() -> None:
    assert len(mentioned_names("@Иван и @Мария и @Пётр")) == 3


@pytest.mark.parametrize("text", ["mail@inbox.ru", "без собаки", "@", "5 @ 6"[:3], "пишем @, а читаем «собака»"])
def test_addresses_and_lone_signs_mention_nobody(text: str) -> None:
    assert mentioned_names(text) == []

"""Which texts have a visible character."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.visible import has_visible, is_seen

UNSEEN = (
    *"\u0020\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u202e",
    *"\u2060\u2061\u2065\u2066\u206f\u2800\u3000\u3164\ufe0f\ufeff\uffa0\ufff5\ufffc\n\t\r\x00\u0301",
    *"\U0001d159\U0001d173\U000e0001\U000e0041\U000e0fff",
)


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_a_text_of_characters_that_nobody_sees_is_empty(char: str) -> None:
    assert not has_visible(char)
    assert not has_visible(f" {char}\n{char * 40}")
    assert has_visible(f"{char}и{char}")


@pytest.mark.parametrize(
    "text", ["и", "A", "1", "-", "…", "№", "عربي", "नि", "한", "日", "😀", "🇷🇺", "👩🏽‍🚀", "\U0001fae8"]
)
def test_letters_digits_signs_and_emoji_are_seen_new_emoji_too(text: str) -> None:
    assert has_visible(text)


def test_nothing_is_empty() -> None:
    assert not has_visible("")


@given(st.characters())
def test_white_space_controls_and_lone_marks_are_never_seen(char: str) -> None:
    if char.isspace() or unicodedata.category(char)[0] in "MZ" or unicodedata.category(char) in {"Cc", "Cf"}:
        assert not is_seen(char)

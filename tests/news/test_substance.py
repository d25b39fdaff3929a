"""Which comments say something, which say the same, and which edits only correct."""

import pytest

from news.substance import fingerprint, is_correction, is_substantial


@pytest.mark.parametrize(
    "text",
    [
        "Согласен!",
        "Спасибо за статью, очень интересно",
        "да да да да да да",
        "👍👍👍👍👍👍",
        "1 2 3 4 5 6 7",
        "я и ты и он и она",
    ],
)
def test_short_repeated_and_wordless_comments_say_nothing(text: str) -> None:
    assert not is_substantial(text)
    assert fingerprint(text) is None


def test_five_different_words_say_something() -> None:
    assert is_substantial("Мост ремонтируют третий год подряд")
    assert is_substantial("The bridge was closed again yesterday")


def test_case_signs_and_look_alikes_do_not_make_another_text() -> None:
    same = fingerprint("Мост ремонтируют третий год подряд")
    assert same is not None
    assert 0 <= same < 2**63
    assert fingerprint("мост — РЕМОНТИРУЮТ третий\nгод подряд!!!") == same
    assert fingerprint("Мoст ремонтируют тpетий год под\u200bряд") == same  # Latin o and p
    assert fingerprint("Мост ремонтируют третий год напролёт") != same


@pytest.mark.parametrize(
    ("after", "corrects"),
    [
        ("Мост ремонтируют третий год подряд.", True),
        ("мост ремонтируют год подряд", True),
        ("Мост ремонтирует третью год подряд", True),
        ("Мост ремонтируют третий год подряд, приходите на casino", False),
        ("Совсем другие слова", False),
        ("", True),
    ],
)
def test_a_correction_has_no_new_words(after: str, corrects: bool) -> None:
    assert is_correction("Мост ремонтируют третий год подряд", after) is corrects

"""Invisible characters in words, and texts as a person reads them."""

import pytest

from news.disguises import has_hidden_characters, joined, uncovered


@pytest.mark.parametrize(
    "text",
    [
        "ка\u200bзино",
        "ка\u2060зино",
        "прив\ufe0fет",
        "a\u2800b",
        "при\u3164вет",
        "к\u0336а\u0336з\u0336",
        "\U000e0041да",
    ],
)
def test_invisible_characters_in_a_word_are_found(text: str) -> None:
    assert has_hidden_characters(f"Вот {text} тут")


@pytest.mark.parametrize(
    "text",
    ["за\u0301мок", "👨‍👩‍👧 ок", "му\u00adни\u00adци\u00adпа\u00adли\u00adтет", "می‌خواهم", "❤️ люблю",
     "\ufeffпривет", "1️⃣ 2️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 go", "й", "раз\u00a0два", "слово\u200b и слово"],
)  # fmt: skip
def test_emoji_stress_marks_soft_hyphens_and_other_scripts_hide_nothing(text: str) -> None:
    assert not has_hidden_characters(text)


def test_a_text_is_read_without_what_has_no_width() -> None:
    assert uncovered("ка\u200bзи\u0336но ｃｏｍ 𝐭.𝐦𝐞") == "казино com t.me"
    assert uncovered("Чей это ёж?") == "Чей это ёж?"


def test_letters_with_spaces_or_signs_between_them_are_joined() -> None:
    assert joined("вот к а з и н о, c.a.s.i.n.o") == "вот казино, c.a.s.i.n.o"
    assert joined("я и он") == "я и он"

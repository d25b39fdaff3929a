"""Look-alikes share a skeleton; other names do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.lookalikes import folded, skeleton

texts = st.text() | st.text(alphabet="rnvvгпuиaаᴍᎪ🅰Ν\u0301\u200b\u3164!|$.1l")


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("Администратор", "Aдминистpaтоp"),
        ("admin", "аdmin"),
        ("ADMIN", "ΑDΜΙΝ"),
        ("ADMIN", "𝐀𝐝𝐦𝐢𝐧"),
        ("admin", "a.d_m-i n"),
        ("admin", "ad\u200bm\u2060in"),
        ("admin", "adm1n"),
        ("admin", "admln"),
        ("ВЕСТНИК", "BECTHИK"),
        ("Семён", "Семен"),
        ("Зоя", "3оя"),
        ("Оля", "0ля"),
        ("sаlе", "ѕale"),
        ("Андрей", "Андре\u0438\u0306"),
        ("Тимур", "Тиᴍур"),
        ("Админ", "Адᴍин"),
        ("Вестник", "Вестниᴋ"),
        ("Вестник", "BecTHuk"),
        ("admin", "Ꭺdmin"),
        ("admin", "ꓮꓓꓟꓲꓠ"),
        ("admin", "Adrnin"),
        ("admin", "ad.r.nin"),
        ("admin", "Ⓐⓓⓜⓘⓝ"),
        ("admin", "🅰🅳🅼🅸🅽"),
        ("admin", "adm!n"),
        ("support", "$upport"),
        ("Поддержка", "noддержка"),
        ("Главред", "rлавред"),
        ("Анна 2", "Анна ٢"),
        ("Анна", "Анна!"),
        ("Vika", "ѵika"),
        ("wow", "vvow"),
    ],
)
def test_names_that_look_alike_share_a_skeleton(name: str, twin: str) -> None:
    assert skeleton(name) == skeleton(twin) != ""


@pytest.mark.parametrize(
    ("name", "other"),
    [("Анна", "Инна"), ("Пётр", "Петя"), ("dan", "ban"), ("की", "का"), ("Кот", "Рот"), ("Анна 1", "Анна 2")],
)
def test_names_that_look_different_have_different_skeletons(name: str, other: str) -> None:
    assert skeleton(name) != skeleton(other)


def test_a_name_of_signs_has_an_empty_skeleton() -> None:
    assert skeleton("🦊 ***\u200b") == ""


@given(texts)
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(texts, st.sampled_from("\u0301\u0336\u200b\u2060\u00ad\u3164\u2800\u20dd"))
def test_accents_and_invisible_characters_change_nothing(text: str, mark: str) -> None:
    assert skeleton(mark.join(text)) == skeleton(text.replace("!", "").replace("|", "")) or set(text) & set("!|¡")


@given(texts)
def test_compatible_forms_and_case_change_nothing(text: str) -> None:
    assert skeleton(unicodedata.normalize("NFKC", text)) == skeleton(text)
    assert folded(unicodedata.normalize("NFC", text)) == folded(text)

"""What a name may be: visible, short, without links and piled marks, and not a name of the staff."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import NameHidden, NameMarked, NameOfStaff, NameRefused, NameTooShort, NameWithLink
from news.names import (
    MAX_NAME_LENGTH,
    MIN_NAME_LENGTH,
    checked_name,
    has_hidden,
    has_piled_marks,
    resembles,
    without_hidden,
)
from news.words import clean, visible_length

HONEST = [
    "ИванVPN", "Анна-Мария", "Йосиф", "Nguyễn Thị Ánh", unicodedata.normalize("NFD", "Nguyễn"), "Вестников Пётр",
    "Бадминтонист", "Dr.House", "А.С.Пушкин", "J.R.R. Tolkien", "Боткин", "Модерн", "Мария К.", "О’Нил", "Şule",
    "Zoë 🙂", "Анна🇷🇺", "שָׁלוֹם", "ที่รัก", "နေမြို့", "क़्ष मीना", "Поддубный", "Мир/Дружба", "Анна @ Тверь", "1️⃣ Оля",
    "Ан́на", "Редькин", "Систематик", "Робот Вертер", "李小龙", "نور",
]  # fmt: skip
STAFF = [
    "Адᴍин", "Вестниᴋ", "Ꭺdmin", "Adrnin", "Поддержка", "Служба безопасности", "Служба-безопасности", "Главред",
    "BecTHuk", "Ве́стник", "«Вестник»", "Иван Вестник", "Команда Вестника", "Тех. поддержка", "noддержка", "ИванАдмин",
    "СуперАдмин", "супермодератор", "Адm1н", "Адмiн", "🅰дмин", "Ре∂актор", "Редколлегия", "Newsroom", "Security Team",
    "Support", "$upport", "Help Desk", "Официальный канал", "Telegram", "Бот", "Вестник_2", "Шеф-ред", "А.д.м.и.н",
    "Аdмин", "Аԁмин", "Rедактор", "ИванAdмин", "Vestник",
]  # fmt: skip
LINKS = [
    "t.me/casino_bot", "t․me/casino", "t。me/casino", "ｔ．ｍｅ／casino", "т.ме/казино", "t.​me/x", "t . me/x",
    "casino.ru", "Казино.рф", "www.casino", "https://casino", "Анна bit.ly/x", "@casino", "＠casino", "Анна @casino",
    "anna@mail.ru", "/unsubscribe", "Анна /start", "casino.guru/x",
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_passes_as_it_is(name: str) -> None:
    assert checked_name(name, reserved=("Вечерние новости", "vestnik_bot")) == name


@pytest.mark.parametrize("name", STAFF)
def test_a_name_that_could_pass_for_the_staffs_is_for_the_staff_only(name: str) -> None:
    with pytest.raises(NameOfStaff):
        checked_name(name)
    assert checked_name(name, staff=True) == name


@pytest.mark.parametrize("name", ["Вечерние новости", "Bечepние HОBОСTИ!", "Вечерние-новости", "Evening_News_Bot"])
def test_a_reserved_name_is_refused_in_look_alike_letters_too(name: str) -> None:
    with pytest.raises(NameOfStaff):
        checked_name(name, reserved=("Вечерние новости", "evening_news_bot"))


# Zero-width space, soft hyphen, word joiner, direction mark, joiners between letters that do not join, a blank sign.
HIDDEN = [
    "Бо\u200bрис", "Анна\u00adКот", "Ан\u2060на", "Анна\u200e", "\u200fАнна", "Ан\u200dна", "Ан\u200cна",
    "Анна\U0001d159", "Анна\ufffc", "Анна\U000e0041", "Анна\u180e", "Анна\u2062",
]  # fmt: skip
# Persian, Hindi, and emoji that are made of several.
JOINED = ["می\u200cخواهم", "क्\u200dष मीना", "Оля 👩\u200d👩\u200d👧", "Анна ❤️\u200d🔥"]


@pytest.mark.parametrize("name", HIDDEN)
def test_a_name_with_characters_that_nobody_sees_is_refused_and_offered_without_them(name: str) -> None:
    for staff in (False, True):
        with pytest.raises(NameHidden):
            checked_name(name, staff=staff)
    assert checked_name(without_hidden(name))


@pytest.mark.parametrize("name", JOINED)
def test_a_joiner_that_a_script_or_an_emoji_needs_is_no_reason(name: str) -> None:
    assert checked_name(name) == without_hidden(name) == name


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Вера Смирнова", "Вера Смирнова"),
        ("Bepa Cмиpнoвa", "Вера Смирнова"),
        ("Смирнова Вера", "Вера Смирнова"),
        ("Вера Смирнова ✔️", "Вера Смирнова"),
        ("ВераСмирнова", "Вера Смирнова"),
        ("верасмирнова2", "Вера Смирнова"),
        ("Вера Смирнова, город", "Вера Смирнова"),
        ("Вера 1", "Вера"),
        ("Вера77", "Вера"),
        ("Зоя", "3оя"),
        ("Вечерние новости Твери", "Вечерние новости"),
        ("И. А.", "А. И."),
    ],
)
def test_a_name_that_could_be_taken_for_anothers_resembles_it(name: str, other: str) -> None:
    assert resembles(name, other)
    with pytest.raises(NameOfStaff):
        checked_name(name, reserved=("Другой", other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Вера Иванова", "Вера"),
        ("Вера", "Вера Смирнова"),
        ("Вероника Смирнова", "Вера Смирнова"),
        ("Анна и Игорь", "А. И."),
        ("ИванVPN", "Иван"),
        ("Новости", "Вечерние новости"),
        ("Ве́ра", "Вар"),
        ("Вера 1", "Вера 2"),
        ("Читатель 12", "Читатель 1"),
        ("Иван", ""),
        ("Иван", "🦊"),
    ],
)
def test_a_name_that_shares_a_word_with_anothers_does_not_resemble_it(name: str, other: str) -> None:
    assert not resembles(name, other)


@given(st.text(max_size=40) | st.text(alphabet="АннаЁ \u200d\u200c\u200bی👧क्", max_size=40))
def test_what_has_hidden_characters_loses_them(text: str) -> None:
    assert has_hidden(text) is (without_hidden(text) != text)
    assert len(without_hidden(text)) <= len(text)


@pytest.mark.parametrize("name", LINKS)
def test_a_name_holds_no_link_no_name_of_a_chat_and_no_command(name: str) -> None:
    for staff in (False, True):
        with pytest.raises(NameWithLink):
            checked_name(name, staff=staff)


@pytest.mark.parametrize(
    "name",
    [
        "А" + "́" * 3 + "нна",
        "Ан" + "̖́" * 27 + "на" + "̖́" * 28,
        "Ан́‍́͏́на",
        "Анна⃝⃝⃝",
        "А̶̷̸нна",
        "А" + "ְ" * 6 + "нна",
    ],
)
def test_a_letter_of_a_name_bears_two_accents_at_most(name: str) -> None:
    with pytest.raises(NameMarked) as refused:
        checked_name(name)
    assert refused.value.arguments == {"most": 2}


@pytest.mark.parametrize(("name", "kept"), [("Аннаㅤ⠀ᅟКот", "Анна Кот"), ("ﾠАннаㅤ", "Анна")])
def test_blank_glyphs_are_spaces(name: str, kept: str) -> None:
    assert checked_name(name) == kept


def test_a_name_of_blank_glyphs_is_too_short() -> None:
    with pytest.raises(NameTooShort):
        checked_name("ㅤ⠀ᅟᅠ")


@given(st.text(max_size=60) | st.text(alphabet="aА.@/:tme_ ̶́ㅤ​админВестник", max_size=60))
def test_an_accepted_name_is_visible_on_one_line_within_its_limits_and_stays_accepted(typed: str) -> None:
    try:
        name = checked_name(clean(typed))
    except NameRefused:
        return
    assert MIN_NAME_LENGTH <= visible_length(name) <= MAX_NAME_LENGTH
    assert name == " ".join(name.split()) == checked_name(name)
    assert not has_piled_marks(name)
    assert not has_hidden(name)
    assert "://" not in name


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=8), st.integers(3, 9))
def test_three_accents_on_any_letter_are_piled_and_two_are_not(text: str, count: int) -> None:
    assert has_piled_marks(text + "́" * count)
    assert not has_piled_marks("".join(letter + "̣́" for letter in text))

"""Addresses in every spelling, and what looks like one but is none."""

from time import perf_counter

import pytest

from news.addresses import has_address

ADDRESSES = (
    "https://example.org/a", "смотри casino.com", "t.me/casino", "т.ме/казино", "T․ME/abc", "t[.]me/joinchat",
    "casino точка ру", "казино тчк ком", "casino dot com", "site[.]com", "site (точка) ru", "hxxps://evil",
    "tg://resolve?domain=x", "пиши на mail@inbox.ru", "саsino.сom", "casino.сом", "cаsino.ru", "www.site",
    "𝐭.𝐦𝐞/abc", "ｔ．ｍｅ／abc", "t . m e / abc", "ca\u200bsino.co\u200bm", "bit.ly/xyz", "vk,com/club1", "казино.рф",
    "ставки.онлайн", "casino . ru", "teIegram.me/abc", "1.2.3.4", "c-a-s-i-n-o.com", "c a s i n o . c o m",
    "xn--80ak6aa92e.com", "дом.com", "wa.me/7999", "h t t p s : / / abc", "𝓬𝓪𝓼𝓲𝓷𝓸.𝓬𝓸𝓶", "т точка ме слэш казино",
    "(site.ru)", "заходи на site.ru, там всё", "youtu.be/abc",
)  # fmt: skip
HONEST = (
    "и т.д. и т.п.", "т.е. так", "Пришёл.Ушёл", "Хорошо.Но не очень", "120 руб./кв. м", "2.5 млн", "12.11.2026",
    "в 18.30", "кто.то сказал", "А. С. Пушкин", "г.Москва, ул.Ленина, д.5", "см.рис.2", "т. Меньшиков",
    "точка зрения", "Это моя точка. Нет сомнений", "Ну и ну...кто бы мог", "в т.ч. налоги", "U.S. and U.K.",
    "e.g. this", "v.1.2", "I love it. To be honest", "10.000.000 рублей", "№1.Первое", "и/или", "т.к. метро закрыто",
    "Отлично.Супер.Класс", "5 м/с, 90 км/ч", "D.Va играет", "Было 5.Стало 6",
)  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_found_in_every_spelling(text: str) -> None:
    assert has_address(text)
    assert has_address(f"Кстати, {text} и больше ничего")


@pytest.mark.parametrize("text", HONEST)
def test_abbreviations_numbers_and_missing_spaces_are_no_addresses(text: str) -> None:
    assert not has_address(text)


@pytest.mark.parametrize(
    "text", ["a" * 2000, "a." * 1000, "-" * 2000, "a " * 1000, "( " * 1000, ". " * 1000, "т.м" * 700]
)
def test_a_hostile_text_is_read_in_a_moment(text: str) -> None:
    begun = perf_counter()
    has_address(text)
    assert perf_counter() - begun < 0.5

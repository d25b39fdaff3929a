"""Telephone and card numbers, and accounts in messengers; and the numbers of honest comments."""

import pytest

from news.contacts import has_contact

CONTACTS = (
    "+7 (912) 345-67-89", "звони 89123456789", "8 912 345 67 89", "+380 44 123 45 67", "8-9I2-345-67-89",
    "тг: super_money", "телега ivan777", "whatsapp — moneyman", "карта 4276 1234 5678 9012", "✈️ money_maker",
    "восемь 912 345 67 89", "8(912)3456789", "пиши телеграм: kazino", "8\u200b9123456789",
)  # fmt: skip
HONEST = (
    "в 1945 году погибло 27 000 000 человек", "бюджет 8 500 000 000 000 рублей", "с 2020-2021 по 2026",
    "10.000.000.000", "7 950 000 000 рублей", "1 234 567 890 123", "с 8 до 18, 24.11.2026", "Telegram Premium хуже",
    "telegram заблокировали", "тг опять лежит", "+7 градусов и +12 завтра", "счёт 3:2, 45-я минута", "87 950 000 000",
    "В телеге Durov писал об этом", "ГОСТ 12345-67, СНиП 2.07.01-89",
    "один два три четыре пять вышел зайчик погулять",
)  # fmt: skip


@pytest.mark.parametrize("text", CONTACTS)
def test_a_contact_is_found(text: str) -> None:
    assert has_contact(f"Ну, {text} да")


@pytest.mark.parametrize("text", HONEST)
def test_sums_years_and_names_of_messengers_are_no_contacts(text: str) -> None:
    assert not has_contact(text)

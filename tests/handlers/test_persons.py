"""Who is meant by a message: a person whom it shows, and never a channel, a bot or an anonymous administrator."""

from typing import Any

import pytest
from aiogram.types import Message

from handlers.persons import meant_by

ANNA = {"id": 7, "is_bot": False, "first_name": "Анна"}
BOT = {"id": 1, "is_bot": True, "first_name": "Вестник"}
CHANNEL = {"id": -100, "type": "channel", "title": "Объявления"}
VERA = {"id": 9, "is_bot": False, "first_name": "Вера"}
PRIVATE = {"id": 9, "type": "private"}
GROUP = {"id": -5, "type": "supergroup", "title": "Соседи"}


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = VERA, **fields: Any) -> Message:
    return Message.model_validate({"message_id": 1, "date": 1, "chat": chat, "from": sender, **fields})


def forwarded(**origin: Any) -> Message:
    return message(forward_origin={"date": 1, **origin})


@pytest.mark.parametrize(
    ("shown", "person"),
    [
        (message(contact={"phone_number": "+7", "first_name": "Анна", "user_id": 7}), 7),
        (message(contact={"phone_number": "+7", "first_name": "Анна"}), None),
        (message(users_shared={"request_id": 1, "users": [{"user_id": 7}]}), 7),
        (message(users_shared={"request_id": 1, "users": []}), None),
        (forwarded(type="user", sender_user=ANNA), 7),
        (forwarded(type="user", sender_user=BOT), None),
        (forwarded(type="hidden_user", sender_user_name="Анна"), None),
        (forwarded(type="channel", chat=CHANNEL, message_id=1), None),
        (forwarded(type="chat", sender_chat=GROUP), None),
        (message(sender=BOT, text="Вопрос"), None),
        (message(text="Слова администратора"), None),
    ],
)
def test_in_private_a_message_means_the_person_whom_it_shows(shown: Message, person: int | None) -> None:
    assert meant_by(shown, by=message(text="/role editor")) == person


@pytest.mark.parametrize(
    ("answered", "person"),
    [
        (message(GROUP, ANNA, text="Добрый день"), 7),
        (message(GROUP, BOT, text="Новости"), None),
        (message(GROUP, BOT | {"id": 1087968824}, text="Правила", sender_chat=GROUP), None),
        (message(GROUP, ANNA, text="От канала", sender_chat=CHANNEL), None),
        (message(GROUP, VERA, forward_origin={"type": "user", "date": 1, "sender_user": ANNA}), 7),
    ],
)
def test_in_a_group_the_sender_of_the_answered_message_is_meant(answered: Message, person: int | None) -> None:
    assert meant_by(answered, by=message(GROUP, VERA, text="/role editor")) == person


def test_an_ordinary_message_means_nobody() -> None:
    said = message(GROUP, ANNA, text="Добрый день")
    assert meant_by(said, by=said) is None

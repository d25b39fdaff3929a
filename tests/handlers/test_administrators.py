"""Administrators of groups: Telegram is asked once in some seconds for each, and what is remembered is bounded."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetChatMember
from aiogram.types import CallbackQuery, TelegramObject

from handlers import administrators
from handlers.administrators import GroupChoiceMiddleware
from handlers.cards import people
from news.errors import ButtonStale
from tests.handlers.cards.samples import T

DONE = object()
SUPERGROUP = {"id": -5, "type": "supergroup", "title": "Соседи"}


class Members:
    """A Bot that knows the status of each person, and keeps who was asked for."""

    def __init__(self, **statuses: str) -> None:
        self.statuses = statuses
        self.asked: list[int] = []

    async def get_chat_member(self, chat_id: int, person: int) -> Any:
        self.asked.append(person)
        if f"_{person}" not in self.statuses:
            raise TelegramBadRequest(GetChatMember(chat_id=chat_id, user_id=person), "Bad Request: user not found")
        return SimpleNamespace(status=self.statuses[f"_{person}"])


async def pressed(guard: GroupChoiceMiddleware, bot: Members, person: int, chat: Any = SUPERGROUP) -> Any:
    """Press a button in a chat; return what the handler returns, or the middleware in place of it."""
    user = {"id": person, "is_bot": False, "first_name": "Анна"}
    query = CallbackQuery.model_validate(
        {
            "id": "1",
            "from": user,
            "chat_instance": "1",
            "data": "xu",
            "message": {"message_id": 1, "date": 1, "chat": chat},
        }
    )

    async def handler(_event: TelegramObject, _data: dict[str, Any]) -> Any:
        return DONE

    return await guard(handler, query, {"bot": bot, "event_from_user": query.from_user, "t": T})


@pytest.mark.parametrize(
    ("status", "may"),
    [("creator", True), ("administrator", True), ("member", False), ("restricted", False), ("left", False)],
)
async def test_only_an_administrator_presses_in_a_group(status: str, may: bool) -> None:
    answered = await pressed(GroupChoiceMiddleware(), Members(_7=status), 7)

    assert answered == (DONE if may else people.admins_only_card(T))


async def test_a_person_whom_telegram_does_not_show_is_refused() -> None:
    assert await pressed(GroupChoiceMiddleware(), Members(), 7) == people.admins_only_card(T)


async def test_in_private_nobody_is_asked_for() -> None:
    bot = Members()

    assert await pressed(GroupChoiceMiddleware(), bot, 7, {"id": 7, "type": "private"}) is DONE
    assert bot.asked == []


async def test_in_a_channel_the_button_is_stale() -> None:
    with pytest.raises(ButtonStale):
        await pressed(GroupChoiceMiddleware(), Members(_7="creator"), 7, {"id": -6, "type": "channel"})


async def test_telegram_is_asked_once_for_each_person_and_group_within_some_seconds() -> None:
    guard, bot = GroupChoiceMiddleware(), Members(_7="creator", _8="member")

    for _ in range(3):
        await pressed(guard, bot, 7)
        await pressed(guard, bot, 8)
    await pressed(guard, bot, 7, SUPERGROUP | {"id": -6})

    assert bot.asked == [7, 8, 7]


async def test_one_who_is_no_administrator_any_more_is_refused_when_the_seconds_are_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard, bot = GroupChoiceMiddleware(), Members(_7="creator")
    assert await pressed(guard, bot, 7) is DONE
    bot.statuses = {"_7": "member"}
    assert await pressed(guard, bot, 7) is DONE

    monkeypatch.setattr(administrators, "REMEMBERED_SECONDS", -1)

    assert await pressed(guard, bot, 7) == people.admins_only_card(T)


async def test_the_person_asked_for_longest_ago_is_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(administrators, "MAX_REMEMBERED", 2)
    guard, bot = GroupChoiceMiddleware(), Members(_1="creator", _2="creator", _3="creator")

    for person in (1, 2, 3, 3, 2, 1):
        await pressed(guard, bot, person)

    assert bot.asked == [1, 2, 3, 1]

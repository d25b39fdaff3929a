"""What journeys of subscribers share."""

from emulator import Person
from tests.journeys.steps import (
    Answer,
    Json,
    from_bot,
    publish,
)
from tests.newspaper import Newspaper

SUBSCRIBED = "Вы подписаны: новые заголовки будут приходить сюда."
UNSUBSCRIBED = "Вы отписались: заголовки больше не придут."
WELCOME_BACK = "С возвращением. Подписка прервалась, когда вы остановили бота; присылать заголовки снова?"
GROUP_SUBSCRIBED = "Группа подписана: новые заголовки будут приходить сюда. Отписаться: /unsubscribe"
GROUP_NOT_SUBSCRIBED = "Группа не подписана. Присылать заголовки в группу: /subscribe"
ADMINS_ONLY = "Подпиской группы управляют только её администраторы."
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def subscriber(newspaper: Newspaper, answer: Answer, name: str = "Анна") -> Person:
    person = newspaper.emulator.person(name)
    assert (await answer(await person.says("/subscribe")))["text"] == SUBSCRIBED
    return person


async def push_out(newspaper: Newspaper, title: str) -> None:
    """Publish an article and let the newspaper tick at once, not in a second."""
    await publish(newspaper, title, to_push=True)
    await newspaper.news.delivery.tick()


def told(person: Person, words: str) -> int:
    """How many messages of the bot's have these words."""
    return sum(words in message.get("text", "") for message in from_bot(person))


def sender(user_id: int) -> Json:
    """A stand-in that Telegram names as the author of what a chat says."""
    return {"from": ANONYMOUS_ADMIN | {"id": user_id}}

"""The steps of subscribers and of the newspaper that pushes to them."""

from emulator import Person
from tests.journeys.sentences import SUBSCRIBED
from tests.journeys.steps import Json, answer_to, from_bot, publish
from tests.newspaper import Newspaper

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def new_subscriber(newspaper: Newspaper, name: str = "Анна") -> Person:
    """Return a person who has subscribed in the chat."""
    person = newspaper.emulator.person(name)
    assert (await answer_to(newspaper, await person.says("/subscribe")))["text"].startswith(SUBSCRIBED)
    return person


async def publish_and_push(newspaper: Newspaper, title: str) -> None:
    """Publish an article and push it now, without waiting for the timer."""
    await publish(newspaper, title, to_push=True)
    await newspaper.news.delivery.tick()


def count_pushes(person: Person, title: str) -> int:
    """Return how many messages to a person begin with the title of an article; a list of headlines does not count."""
    return sum(message.get("text", "").startswith(title) for message in from_bot(person))


def sent_by(user_id: int) -> Json:
    """Return the `from` field of a message that a chat sent: Telegram fills it with a fixed user."""
    return {"from": ANONYMOUS_ADMIN | {"id": user_id}}

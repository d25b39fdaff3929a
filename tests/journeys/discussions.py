"""The steps in a channel's discussion group, and what then stands there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from emulator import Group, Person
from news.model import Comment
from tests.journeys.outlets import publish_by_button
from tests.journeys.steps import Json, answer_to, press, wait_for
from tests.newspaper import Newspaper

TITLE = "Обсуждение"

T = TypeVar("T")


@dataclass(frozen=True)
class Discussion:
    """A channel that the editor has connected, the group that discusses it, and the article of its first post."""

    channel: Group
    group: Group
    number: int

    @property
    def copy(self) -> Json:
        """The copy of the first post in the group."""
        return self.group.messages[0]

    @property
    def texts(self) -> list[str]:
        """What stands in the group below the copy, oldest first."""
        return [message.get("text", "") for message in self.group.messages[1:]]

    async def says(self, person: Person, text: str, *, to: Json | None = None, **more: Any) -> Json:
        """Write under the post, or as an answer to another message there."""
        answered = (to or self.copy)["message_id"]
        return await person.says(text, reply_to=answered, chat=self.group, **more)


async def discussed(newspaper: Newspaper, *members: Person, without: tuple[str, ...] = ()) -> Discussion:
    """Connect a channel with a discussion group, and publish an article there."""
    vera = newspaper.editor
    await answer_to(newspaper, await vera.says("/start"))
    channel = newspaper.emulator.channel("Вестник", admins=[vera], bot="left")
    group = newspaper.emulator.group(TITLE, admins=[vera], members=members, bot="administrator")
    group.chat.lacking[newspaper.emulator.world.bot.id] = frozenset(without)
    group.links(channel)
    await channel.adds_bot(admin=True)
    await press(vera, await vera.sees("Публиковать в «Вестник»?"), "Публиковать здесь")
    number = await publish_by_button(newspaper, "Мост открыт\n\nДвижение пошло с утра.")

    def look() -> bool | None:
        return bool(group.messages) or None

    await wait_for(newspaper, look, "the post is not copied into the group")
    place = Discussion(channel, group, number)
    kept = await eventually(newspaper, lambda: kept_post(newspaper, place))
    assert kept == (channel.id, number)
    return place


async def kept_post(newspaper: Newspaper, place: Discussion) -> object | None:
    """Return what the newspaper knows of the first post's copy."""
    async with newspaper.news.storage.reading() as unit:
        found: object | None = await unit.discussions.post(place.group.id, place.copy["message_id"])
        return found


async def eventually(newspaper: Newspaper, look: Callable[[], Awaitable[T | None]]) -> T:
    """Ask the database until `look` returns something, and return that."""
    for _ in range(200):
        found = await look()
        if found:
            return found
        await newspaper.emulator.world.changes.until(lambda: None, 0.05)
    raise AssertionError("what is waited for does not come")


async def comments_on(newspaper: Newspaper, number: int) -> list[Comment]:
    """Return the visible comments on an article, oldest first."""
    async with newspaper.news.storage.reading() as unit:
        return list(await unit.comments.after(number, 0, 100))


async def wait_for_comment(newspaper: Newspaper, number: int, text: str) -> Comment:
    """Wait until an article has a visible comment with this text."""

    async def look() -> Comment | None:
        return next((each for each in await comments_on(newspaper, number) if each.text == text), None)

    return await eventually(newspaper, look)


async def wait_for_texts(newspaper: Newspaper, discussion: Discussion, *texts: str) -> None:
    """Wait until exactly these messages stand in the group below the copy."""
    found = await newspaper.emulator.world.changes.until(lambda: discussion.texts == list(texts) or None, 10)
    assert found, f"in the group stand {discussion.texts}"

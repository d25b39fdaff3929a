"""The steps of those who connect channels, and what then stands in the channels."""

from emulator import Group, Person
from tests.journeys.editing import post
from tests.journeys.steps import Json, answer_to, press, wait_for
from tests.newspaper import Newspaper

ASKED = "Публиковать в «Вестник»?"


async def connected(newspaper: Newspaper, title: str = "Вестник", **fields: object) -> Group:
    """Return a channel that the editor has connected: made the bot an administrator, and said yes."""
    vera = newspaper.editor
    await answer_to(newspaper, await vera.says("/start"))
    channel = newspaper.emulator.channel(title, admins=[vera], bot="left", **fields)
    await channel.adds_bot(admin=True)
    asked = await vera.sees(f"Публиковать в «{title}»?")
    shown = await press(vera, asked, "Публиковать здесь")
    assert "публикуем" in shown["text"], shown["text"]
    return channel


async def publish_by_button(newspaper: Newspaper, text: str) -> int:
    """Post and publish an article as the editor; return its number."""
    shown = await press(newspaper.editor, await post(newspaper, text), "Опубликовать")
    return int(shown["text"].split("№ ")[1].split(".")[0])


async def posted(newspaper: Newspaper, channel: Group, part: str) -> Json:
    """Wait for a post of the bot's in a channel that contains the text."""

    def look() -> Json | None:
        return next((post for post in posts(channel) if part in words(post)), None)

    return await wait_for(newspaper, look, f"{part!r} is not posted, but {list(map(words, posts(channel)))}")


async def outlet_screen(newspaper: Newspaper, title: str = "Вестник", *, person: Person | None = None) -> Json:
    """Return the screen of an outlet, by the list."""
    person = person or newspaper.editor
    listed = await answer_to(newspaper, await person.says("/outlets"))
    return await press(person, listed, title)


def posts(channel: Group) -> list[Json]:
    """Return the messages of a channel, or of a group those of the bot, oldest first."""
    return [message for message in channel.messages if "from" not in message or message["from"]["is_bot"]]


def words(message: Json) -> str:
    """Return the text or caption of a message."""
    return str(message.get("text") or message.get("caption") or "")

"""The emulator: the emulated Telegram of one bot and its HTTP server, opened and closed together."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from emulator.calls import Calls
from emulator.chats import User
from emulator.disconnects import ignore_disconnects
from emulator.faults import Faults
from emulator.groups import Group
from emulator.page import Page
from emulator.page_button import PageButton
from emulator.panels import Panels
from emulator.people import Person
from emulator.server import MAX_REQUEST_BYTES, BotApi
from emulator.site import PREFIX, Site
from emulator.webhooks import deliver_updates
from emulator.world import World, now

CLOSING_SECONDS = 1.0


class Emulator:
    """An emulated Telegram with one bot. Use it as `async with Emulator() as emulator`.

    `port` 0 means any free port. `clock` is the clock of the emulated Telegram. `webhook_delay` is the delay in seconds
    before a failed webhook delivery is retried; it doubles with every retry.
    """

    def __init__(
        self,
        token: str = "1:test",  # noqa: S107 - not a secret
        port: int = 0,
        username: str = "vestnik_bot",
        name: str = "Вестник",
        *,
        host: str = "127.0.0.1",
        clock: Callable[[], datetime] = now,
        webhook_delay: float = 1.0,
    ) -> None:
        bot = User(_id_of(token), name, username=username, is_bot=True)
        self.token = token
        self.world = World(bot, clock)
        self.faults = Faults()
        self.calls = Calls()
        self.panels = Panels(self.world)
        self.site = Site()
        self._api = BotApi(self.world, token, self.calls, self.faults)
        self._host = host
        self._port = port
        self._webhook_delay = webhook_delay
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opening:
            await self._serve(opening)
            tasks = await opening.enter_async_context(asyncio.TaskGroup())
            delivery = tasks.create_task(deliver_updates(self.world, self._webhook_delay))
            opening.callback(delivery.cancel)
            self._open = opening.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.close()
        self.faults.clear()
        await self._open.aclose()

    @property
    def url(self) -> str:
        """The base URL: the bot's BOT_API_URL, and the address of the chat page."""
        return f"http://{self._host}:{self._port}"

    def person(
        self,
        first_name: str,
        *,
        language: str | None = "ru",
        username: str | None = None,
        last_name: str | None = None,
        id: int | None = None,
    ) -> Person:
        """Adds a person who has not written to the bot yet."""
        user = self.world.add_user(
            first_name, user_id=id, last_name=last_name, username=username, language_code=language
        )
        return Person(self.world, user)

    def group(
        self,
        title: str,
        *,
        admins: Iterable[Person] = (),
        members: Iterable[Person] = (),
        kind: str = "supergroup",
        bot: str = "member",
        username: str | None = None,
        forum: bool = False,
    ) -> Group:
        """Adds a group without any update. The first of `admins` is its creator; `bot` is the bot's status.

        `kind` is "supergroup" or "group". With `bot="left"` the bot is not a member until `adds_bot()`.
        """
        chat = self.world.add_chat(kind, title, username=username, is_forum=forum)
        for number, person in enumerate(admins):
            chat.statuses[person.id] = "administrator" if number else "creator"
        chat.statuses |= {person.id: "member" for person in members} | {self.world.bot.id: bot}
        return Group(self.world, chat)

    def conversation(self, person: Person, other: Person) -> Group:
        """The private chat of two people. The bot sees only their inline queries."""
        return Group(self.world, self.world.add_conversation(person.user, other.user))

    def channel(
        self,
        title: str,
        *,
        admins: Iterable[Person] = (),
        bot: str = "administrator",
        without: Iterable[str] = (),
        username: str | None = None,
    ) -> Group:
        """Adds a channel. As an administrator the bot may post and edit in it, unless `without` these rights."""
        channel = self.group(title, admins=admins, kind="channel", bot=bot, username=username)
        channel.chat.lacking[self.world.bot.id] = frozenset(without)
        return channel

    def new_bot(self, token: str) -> None:
        """Puts another bot, of this token, in the place of the present one, with the same name and the same people.

        The old token is refused, the file_ids of the old bot are unknown, and nobody has started the new one.
        """
        old = self.world.bot
        self.token = self._api.token = token
        self.world.replace_bot(User(_id_of(token), old.first_name, username=old.username, is_bot=True))

    def publish(self, url: str, content: bytes) -> None:
        """Puts bytes at an address, for files that are sent by URL and for link previews. No address is opened."""
        self.world.files.publish(url, content)

    def show(self, person: Person, role: str = "", chats: Iterable[Group] = ()) -> None:
        """Shows a person on the chat page, with `role` as a caption under the name, and these groups and channels."""
        self.panels.show(person, role, chats)

    def host(self, path: str, content: bytes, content_type: str) -> str:
        """Puts a file on the site beside the emulated Telegram, in place of the one at this path; returns its URL."""
        self.site.put(path, content, content_type)
        return f"{self.url}{PREFIX}{path}"

    def show_button(self, button: PageButton | None, name: str = "clock") -> None:
        """Shows a button beside the date of the chat page in place of the one of this name; None shows none."""
        self.panels.show_button(name, button)

    def redeliver(self, update_id: int) -> None:
        """Delivers an update again, as Telegram may do. Raises KeyError for an unknown update."""
        self.world.updates.redeliver(update_id)

    def per_second(self, method: str) -> Counter[int]:
        """The number of calls of a method in each whole second."""
        return self.calls.per_second(method)

    def worst_window(self, seconds: float = 1.0) -> int:
        """The maximum number of messages sent in any window of this many seconds."""
        return self.calls.worst_window(seconds)

    async def _serve(self, opening: AsyncExitStack) -> None:
        app = web.Application(client_max_size=MAX_REQUEST_BYTES, middlewares=[ignore_disconnects])
        app.add_routes(self._api.routes())
        app.add_routes(Page(self.world, self.panels, self.site).routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await runner.setup()
        opening.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, self._host, self._port).start()
        self._port = runner.addresses[0][1]


def _id_of(token: str) -> int:
    return int(token.partition(":")[0])

"""The emulator itself: one world, one bot, one HTTP server, opened and closed together."""

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
from emulator.panels import Panels
from emulator.people import Person
from emulator.server import LARGEST_REQUEST_BYTES, BotApi
from emulator.webhooks import deliver_for_ever
from emulator.world import World, now

CLOSING_SECONDS = 1.0


class Emulator:
    """Telegram on your desk, for one bot. Use it as `async with Emulator() as emulator`.

    `port` 0 takes any free one. `clock` tells the time of the emulated world. `webhook_delay` is how many seconds pass
    before a failed delivery to a webhook is tried again, the first time; then it doubles.
    """

    def __init__(
        self,
        token: str = "1:test",  # noqa: S107 - nothing hides behind it
        port: int = 0,
        username: str = "vestnik_bot",
        name: str = "Вестник",
        *,
        host: str = "127.0.0.1",
        clock: Callable[[], datetime] = now,
        webhook_delay: float = 1.0,
    ) -> None:
        bot = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.token = token
        self.world = World(bot, clock)
        self.faults = Faults()
        self.calls = Calls()
        self.panels = Panels(self.world)
        self._host = host
        self._port = port
        self._webhook_delay = webhook_delay
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opening:
            await self._serve(opening)
            tasks = await opening.enter_async_context(asyncio.TaskGroup())
            delivery = tasks.create_task(deliver_for_ever(self.world, self._webhook_delay))
            opening.callback(delivery.cancel)
            self._open = opening.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.close()
        await self._open.aclose()

    @property
    def url(self) -> str:
        """Where it listens: the bot's BOT_API_URL, and the chat page in a browser."""
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
        """Someone with a Telegram account who never wrote to the bot."""
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
        """A group that was there before: the first of `admins` owns it, and `bot` is the bot's status in it.

        `kind` is "supergroup" or "group". With `bot="left"` the bot is outside until `adds_bot()`.
        """
        chat = self.world.add_chat(kind, title, username=username, is_forum=forum)
        for number, person in enumerate(admins):
            chat.statuses[person.id] = "administrator" if number else "creator"
        chat.statuses |= {person.id: "member" for person in members} | {self.world.bot.id: bot}
        return Group(self.world, chat)

    def conversation(self, person: Person, other: Person) -> Group:
        """The private chat of two people, of which the bot sees nothing but what they type after its name."""
        return Group(self.world, self.world.add_conversation(person.user, other.user))

    def channel(
        self, title: str, *, admins: Iterable[Person] = (), bot: str = "administrator", username: str | None = None
    ) -> Group:
        """A channel in which the bot may post, unless `bot` is another status."""
        return self.group(title, admins=admins, kind="channel", bot=bot, username=username)

    def show(self, person: Person, role: str = "") -> None:
        """Puts a person on the chat page, with a caption under the name."""
        self.panels.show(person, role)

    def redeliver(self, update_id: int) -> None:
        """The same update again, as Telegram may send it."""
        self.world.updates.again(update_id)

    def per_second(self, method: str) -> Counter[int]:
        """How many calls of a method fell into each whole second."""
        return self.calls.per_second(method)

    def worst_window(self, seconds: float = 1.0) -> int:
        """The most messages sent within any span of so many seconds."""
        return self.calls.worst_window(seconds)

    async def _serve(self, opening: AsyncExitStack) -> None:
        app = web.Application(client_max_size=LARGEST_REQUEST_BYTES, middlewares=[ignore_disconnects])
        app.add_routes(BotApi(self.world, self.token, self.calls, self.faults).routes())
        app.add_routes(Page(self.world, self.panels).routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await runner.setup()
        opening.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, self._host, self._port).start()
        self._port = runner.addresses[0][1]

"""Carries answers to people: in a chat's own order, again after a failure, and never inside a pause of Telegram's.

A handler's deed is done when its answer fails, so the handler is not told and not run again. The answer waits here, in
a line of its chat, while other chats go on. What cannot be sent in time is dropped: silence is better than a late or a
false answer. See docs/decisions/0023.
"""

import asyncio
import logging
import re
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.answer_pace import AnswerPace
from bot.http_pool import HttpResponse
from bot.sent_messages import outcome_of, stored_files
from bot.timings import AnswerTimes
from bot.transport import Transport
from handlers.answers import Answer, Answered, AnswerRefusedError, CarryAnswer, State
from handlers.encoding import Call
from news.errors import StorageError
from news.ledger import SentFile
from news.rejections import Rejection, rejection

logger = logging.getLogger(__name__)

# Answers that may wait in one chat. More come only from a flood, whose answers nobody reads.
MAX_LINE = 20
# https://core.telegram.org/bots/api#responseparameters: a longer pause than a day is not plausible.
MAX_PAUSE_SECONDS = 86_400.0
# A 429 without a positive `retry_after` comes from a proxy; the pause keeps the retry from being a busy loop.
DEFAULT_PAUSE_SECONDS = 5.0
# A chat where the bot may not write, or that cannot be reached, is logged this often, whatever people do there.
LOG_SECONDS = 6 * 3600.0
MAX_REMEMBERED = 10_000

# The token was revoked or is being changed; a second process works with it. All three pass.
_PASSING = frozenset({401, 404, 409})
# How Telegram begins the response to a successful call. Nothing more of it is needed unless a message was sent.
_TAKEN = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\b')


@dataclass(slots=True)
class _Pending:
    """An answer that Telegram has not taken yet. `since` and `not_before` are times of the loop's monotonic clock."""

    answer: Answer
    since: float
    not_before: float = 0.0
    failures: int = 0


class Answers(BaseRequestMiddleware):
    """A request middleware of the bot's session: it carries every answer and passes other requests on.

    `pace` hears of each message and edit, and of each pause that Telegram asks for. `on_files` gets the ids of files
    that were sent as bytes.
    """

    def __init__(
        self,
        transport: Transport,
        pace: AnswerPace,
        times: AnswerTimes = AnswerTimes(),
    ) -> None:
        self._transport = transport
        self._pace = pace
        self._times = times
        self.on_files: Callable[[Sequence[SentFile]], Awaitable[None]] | None = None
        self._lines: dict[int | str, deque[_Pending]] = {}
        self._closed_until: dict[int | str, float] = {}
        self._logged_at: OrderedDict[tuple[int | str, str], float] = OrderedDict()
        self._group: asyncio.TaskGroup | None = None

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Carry an answer; pass any other request on."""
        if isinstance(method, CarryAnswer):
            # aiogram's annotation says Response; its sessions return the result itself.
            return cast(Response[TelegramType], await self.carry(method.answer))
        return await make_request(bot, method)

    async def run(self) -> None:
        """Send the answers that wait, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                await asyncio.Event().wait()
        finally:
            self._group = None
            if waiting := sum(map(len, self._lines.values())):
                logger.warning("%s answers that Telegram had not taken are dropped: the newspaper closes", waiting)

    async def carry(self, answer: Answer) -> Answered:
        """Send an answer, or have it wait behind those that wait already. Raises AnswerRefusedError."""
        pending = _Pending(answer, self._now())
        if answer.to not in self._lines and not self.seconds_closed(answer.to):
            answered = await self._try(pending)
            if answered.state is not State.POSTPONED:
                return answered
        if not answer.fleeting:
            self._queue(pending)
        return Answered(State.POSTPONED)

    def close(self, chat_id: int | str, seconds: float) -> None:
        """Send nothing to a chat for so long: Telegram has asked for a pause."""
        now = self._now()
        if len(self._closed_until) >= MAX_REMEMBERED:
            self._closed_until = {chat: end for chat, end in self._closed_until.items() if end > now}
        end = now + min(seconds, MAX_PAUSE_SECONDS)
        self._closed_until[chat_id] = max(end, self._closed_until.get(chat_id, end))

    def seconds_closed(self, chat_id: int | str) -> float:
        """Return for how long nothing may be sent to a chat, 0 if it may."""
        end = self._closed_until.get(chat_id)
        return 0.0 if end is None else max(0.0, end - self._now())

    def _queue(self, pending: _Pending) -> None:
        """Add an answer to the line of its chat, and have the line worked off."""
        to = pending.answer.to
        line = self._lines.get(to)
        if self._group is None or (line is not None and len(line) >= MAX_LINE):
            self._log_dropped(pending)
        elif line is None:
            line = self._lines[to] = deque([pending])
            self._group.create_task(self._work(to, line))
        else:
            line.append(pending)

    async def _work(self, to: int | str, line: deque[_Pending]) -> None:
        while line:
            try:
                await self._deliver(line[0])
            except Exception:  # one bad answer must not end the others
                logger.exception("an answer to %s was not sent", to)
            line.popleft()
        del self._lines[to]

    async def _deliver(self, pending: _Pending) -> None:
        """Try until Telegram takes the answer or rejects it, or until it is too late."""
        while (seconds := self._seconds_left(pending)) is not None:
            if seconds > 0:
                await asyncio.sleep(seconds)
            elif (await self._try(pending)).state is not State.POSTPONED:
                return
        self._log_dropped(pending)

    def _seconds_left(self, pending: _Pending) -> float | None:
        """Return how long to wait before the next try; None if the answer is to be dropped."""
        now, closed = self._now(), self.seconds_closed(pending.answer.to)
        if closed and now + closed > pending.since + self._times.patience_seconds:
            return None
        if pending.failures > len(self._times.pauses_seconds):
            return None
        if max(now, pending.not_before) > pending.since + self._times.lifetime_seconds:
            return None
        return max(closed, pending.not_before - now)

    async def _try(self, pending: _Pending) -> Answered:
        """Send an answer once; POSTPONED means that another try may succeed."""
        answer = pending.answer
        if isinstance(answer.to, int):
            self._pace.requested(answer.call.method, answer.to, answer.messages)
        response = await self._post(answer.call)
        if not answer.messages and _TAKEN.match(response.body):
            return Answered(State.TAKEN)
        outcome = outcome_of(response)
        if outcome.status == 200:
            if answer.uploads:
                await self._keep_files(stored_files(response, answer.uploads))
            return Answered(State.TAKEN, outcome.copy[0].id if outcome.copy else None)
        if outcome.status == 429:
            self._keep_pause(answer, outcome.retry_after)
            return Answered(State.POSTPONED)
        if outcome.status is None or outcome.status >= 500 or outcome.status in _PASSING:
            self._note_failure(pending)
            return Answered(State.POSTPONED)
        return await self._rejected(pending, outcome.status, outcome.description)

    async def _keep_files(self, files: Sequence[SentFile]) -> None:
        """Keep the ids of files that were sent as bytes; without them, the files are uploaded again."""
        if self.on_files is not None and files:
            try:
                await self.on_files(files)
            except StorageError as error:
                logger.warning("the ids of %s sent files were not kept: %s", len(files), error)

    async def _rejected(self, pending: _Pending, status: int, description: str) -> Answered:
        answer = pending.answer
        match rejection(status, description):
            case Rejection.SAME:
                return Answered(State.TAKEN)
            case Rejection.GONE | Rejection.TOPIC_GONE | Rejection.CLOSED:
                self._log_once(answer.to, "answers to %s are not sent: %s", description)
                return Answered(State.CLOSED, words=description)
            case Rejection.LOST | Rejection.MEDIA if answer.instead is not None:
                return await self._try_instead(pending, answer.instead())
            case Rejection.LOST:
                logger.info("the answer to %s came too late: %s", answer.to, description)
                return Answered(State.LOST)
        raise AnswerRefusedError(f"Telegram refuses this {answer.call.method}: {description}")

    async def _try_instead(self, pending: _Pending, instead: Answer) -> Answered:
        """Send another answer in place of one that came too late; in another chat's line, if it is for another."""
        if instead.to == pending.answer.to:
            pending.answer = instead
            return await self._try(pending)
        await self.carry(instead)
        return Answered(State.LOST)

    def _keep_pause(self, answer: Answer, retry_after: float | None) -> None:
        self.close(answer.to, max(retry_after or 0, 0) or DEFAULT_PAUSE_SECONDS)
        if isinstance(answer.to, int):
            self._pace.refused(answer.call.method, answer.to, retry_after)

    def _note_failure(self, pending: _Pending) -> None:
        pauses = self._times.pauses_seconds
        pending.not_before = self._now() + pauses[min(pending.failures, len(pauses) - 1)]
        pending.failures += 1

    async def _post(self, call: Call) -> HttpResponse:
        received: asyncio.Future[HttpResponse] = asyncio.get_running_loop().create_future()

        def receive(response: HttpResponse) -> None:
            if not received.done():
                received.set_result(response)

        self._transport.post(call.method, call.body, receive, call.content_type)
        return await received

    def _log_dropped(self, pending: _Pending) -> None:
        self._log_once(pending.answer.to, "an answer to %s was dropped: %s", "Telegram did not take it in time")

    def _log_once(self, to: int | str, words: str, reason: str) -> None:
        """Log what happens in a chat, or to answers to any query, but not again in the next hours."""
        now, key = self._now(), (to if isinstance(to, int) else "queries", words)
        if now < self._logged_at.get(key, -LOG_SECONDS) + LOG_SECONDS:
            return
        self._logged_at[key] = now
        self._logged_at.move_to_end(key)
        if len(self._logged_at) > MAX_REMEMBERED:
            self._logged_at.popitem(last=False)
        logger.warning(words, to, reason, extra={"chat": to} if isinstance(to, int) else None)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

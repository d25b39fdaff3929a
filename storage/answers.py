"""Answers that wait to be told, and the threads of which a reader wants to hear nothing."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.answers import Answer, AnsweredThread
from storage.numbers import clamp
from storage.times import to_micros


class Answers:
    """Implements `news.ports.Answers`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["answers"]

    async def due(self, now: datetime, limit: int) -> Sequence[AnsweredThread]:
        """Return the threads of up to `limit` answers that are due."""
        rows = self._queries.due(self._connection, now=to_micros(now), limit=limit)
        return list(dict.fromkeys([AnsweredThread(row["reader_id"], row["root"]) async for row in rows]))

    async def open_window(self, thread: AnsweredThread, now: datetime, until: datetime) -> bool:
        """Begin the time without further messages about a thread; False if it has begun already."""
        times = {"now": to_micros(now), "until": to_micros(until)}
        return await self._queries.open_window(self._connection, **thread._asdict(), **times) is not None

    async def close_window(self, thread: AnsweredThread) -> None:
        """End the window."""
        await self._queries.close_window(self._connection, **thread._asdict())

    async def put_off(self, thread: AnsweredThread) -> None:
        """Let the answers of a thread wait until its window is over."""
        await self._queries.put_off(self._connection, **thread._asdict())

    async def take(self, thread: AnsweredThread) -> Sequence[int]:
        """Return the comments of the thread that wait to be told; they wait no longer."""
        return [row["comment_id"] async for row in self._queries.take(self._connection, **thread._asdict())]

    async def tellable(self, comments: Sequence[int]) -> Sequence[Answer]:
        """Return those of these answers that may be told now, by ascending id."""
        rows = self._queries.tellable(self._connection, ids=json.dumps(list(comments)))
        return [
            Answer(row["id"], row["article"], row["root"], row["author"], row["text"], row["title"])
            async for row in rows
        ]

    async def has_taken_back(self) -> bool:
        """Whether answers that were told are to be taken out of the messages that told of them."""
        return await self._queries.has_taken_back(self._connection) is not None

    async def clear_taken_back(self, limit: int) -> Sequence[int]:
        """Return up to `limit` of them, which are dealt with from now on."""
        return [row["comment_id"] async for row in self._queries.clear_taken_back(self._connection, limit=limit)]

    async def mute(self, reader_id: int, root: int) -> None:
        """Tell the reader of no answers in a thread; 0: in none."""
        await self._queries.mute(self._connection, reader_id=reader_id, root=clamp(root))

    async def unmute(self, reader_id: int, root: int) -> None:
        """Tell the reader of them again."""
        await self._queries.unmute(self._connection, reader_id=reader_id, root=clamp(root))

    async def muted(self, reader_id: int, root: int) -> bool:
        """Whether the reader has muted exactly this."""
        return await self._queries.muted(self._connection, reader_id=reader_id, root=clamp(root)) is not None

    async def clean_up(self, before: datetime, now: datetime, latest: datetime) -> None:
        """Forget answers told before then and windows that are over, and correct times after `latest`."""
        await self._queries.delete_windows(self._connection, now=to_micros(now))
        await self._queries.correct_windows(self._connection, latest=to_micros(latest))
        await self._queries.correct_due(self._connection, now=to_micros(now), latest=to_micros(latest))
        await self._queries.delete_old(self._connection, before=to_micros(before))

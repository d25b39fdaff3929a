"""The rate limiter: even slots over all chats, answers beside them, and what a refusal means."""

import math
from collections import deque
from datetime import timedelta
from enum import Enum

from news.rate_limits.backoff import Backoff
from news.rate_limits.chats import ChatLimiter
from news.rate_limits.strict_second import SECOND, SentMessage, StrictSecond

# Answers to people are sent at once, whatever the pace. A push makes room for them, but keeps the rest of its pace.
ANSWERS_SHARE = 0.2
# Edits are no messages to Telegram's limits, as far as is known. After a refused edit they are counted for this long.
EDITS_COUNTED_SECONDS = 60.0
# Groups that refuse within this time are refused by the limit over all chats, if nothing was accepted in between.
MOMENT_SECONDS = 1.0
# So many groups in one moment are, whatever was accepted in between.
MANY_GROUPS = 4


class Refusal(Enum):
    """What a 429 means: its chat alone gets no messages for a while, or no chat does."""

    CHAT = "chat"
    ALL = "all"


class RateLimiter:
    """Limits what one process sends: the deliveries over all chats, and by `chats` what a single chat gets.

    `rate` is in messages a second. No delivery leaves before `paused_until`, the end of the last pause that Telegram
    asked for. Call `record_send` when a delivery leaves, then `answered` or `refused` with what it returned.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.chats = ChatLimiter()
        self.paused_until: float | None = None
        self._second = StrictSecond()
        self._backoff = Backoff()
        self._answers: deque[float] = deque(maxlen=math.ceil(rate * ANSWERS_SHARE))
        self._owed = 0.0
        self._edits_counted_until = -math.inf
        self._closed_at = -math.inf
        self._accepted_left_at = -math.inf
        self._refused_groups: dict[int, float] = {}

    def count_answer(self, chat_id: int | None, now: float, count: int = 1) -> None:
        """Count a message (or an album) that answers a person. In a group it also counts against the group's minute."""
        self._owed = min(self._owed + count, max(1.0, self.rate * ANSWERS_SHARE))
        self._answers += [now] * count
        if chat_id is not None and chat_id < 0:
            self.chats.record_answer(chat_id, now, count)

    def count_edit(self, chat_id: int | None, now: float) -> None:
        """Count an edit that answers a person, if edits have been refused lately."""
        if now < self._edits_counted_until:
            self.count_answer(chat_id, now)

    def take_span(self, count: int) -> timedelta:
        """Return the budget that `count` sends take, and that of answers: at most a fifth of the whole."""
        answers = min(self._owed, count * ANSWERS_SHARE / (1 - ANSWERS_SHARE))
        self._owed -= answers
        return timedelta(seconds=(count + answers) * self._interval)

    def slots(self, start: float, count: int) -> list[float]:
        """Return the times of `count` sends whose budget begins at `start`, evenly spread."""
        interval = self._interval
        return [start + index * interval for index in range(count)]

    def allowed_at(self, slot: float, count: int = 1) -> float:
        """Return when a send of `count` messages may leave: at its slot, after the pause, and after a full second.

        It may be later when asked again: the answers to the sends before it were late.
        """
        moment = slot if self.paused_until is None else max(slot, self.paused_until)
        limit = math.ceil(self.rate * self._backoff.share)
        answers = min(len(self._answers), int(limit * ANSWERS_SHARE)) if self._answers else 0
        free_at = self._second.free_at(limit - answers, count, self._backoff.margin)
        return moment if free_at is None else max(moment, free_at)

    def record_send(self, now: float, count: int = 1) -> SentMessage:
        """Record that a delivery of `count` messages leaves now."""
        self._backoff.update(now)
        while self._answers and self._answers[0] <= now - SECOND:
            self._answers.popleft()
        return self._second.record(now, count, self._backoff.margin)

    def answered(self, chat_id: int, sent: SentMessage, now: float) -> None:
        """Record that Telegram answered a delivery, and did not refuse it for the pace."""
        self._second.record_answer(sent, now)
        self._accepted_left_at = max(self._accepted_left_at, sent.left_at)
        self.chats.accepted(chat_id)

    def refused(
        self, chat_id: int, seconds: float, now: float, sent: SentMessage | None = None, *, edit: bool = False
    ) -> Refusal:
        """Judge a 429 that asks for a pause of `seconds`: put its chat off, or close the gate and reduce the rate.

        `sent` is what `record_send` returned for a delivery. A refused `edit` of an answer concerns its chat alone;
        edits are counted as sends from then on.
        """
        if sent is not None:
            self._second.record_answer(sent, now)
        if edit:
            self._edits_counted_until = now + seconds + EDITS_COUNTED_SECONDS
        paused = self.paused_until is not None and now < self.paused_until
        # What left before the gate closed, or in spite of it, is refused for the same reason.
        same = paused or (now if sent is None else sent.left_at) <= self._closed_at
        if same and chat_id > 0 and not edit:
            self.paused_until = max(self.paused_until or now, now + seconds)
            return Refusal.ALL
        alone = same or edit or self._concerns_one_chat(chat_id, now)
        self.chats.put_off(chat_id, seconds, now)
        if alone:
            return Refusal.CHAT
        self._backoff.step_down(now, now + seconds)
        self.paused_until, self._closed_at = now + seconds, now
        self._refused_groups.clear()
        return Refusal.ALL

    def close(self, until: float) -> None:
        """Let no delivery leave before `until`; the rate stays."""
        self.paused_until = max(self.paused_until or until, until)

    def reopen(self, until: float) -> None:
        """End the pause that lasts `until` then before its time; a later one stays."""
        if self.paused_until == until:
            self.paused_until = None

    def _concerns_one_chat(self, chat_id: int, now: float) -> bool:
        """Whether a refusal says nothing about other chats.

        A person: refused again, while others were accepted. A group: unless other groups were refused a moment ago.
        """
        if chat_id > 0:
            refused_at = self.chats.last_refusal(chat_id)
            return refused_at is not None and self._accepted_left_at > refused_at
        lately = {group: at for group, at in self._refused_groups.items() if now - at <= MOMENT_SECONDS}
        lately.pop(chat_id, None)
        self._refused_groups = {**lately, chat_id: now}
        return len(self._refused_groups) < MANY_GROUPS and all(self._accepted_left_at > at for at in lately.values())

    @property
    def _interval(self) -> float:
        return 1 / (self.rate * self._backoff.share)

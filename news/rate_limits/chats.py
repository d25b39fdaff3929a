"""The limits of single chats: how often one gets a message, and for how long one that refuses is put off."""

from collections import OrderedDict
from typing import NamedTuple

# One message a second to a person with short bursts, 20 a minute to a group; two below that leave room for answers.
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PERSON_SECONDS = 1.0
GROUP_SECONDS = 60 / 18
# So many answers in a group, one after the other, delay no delivery to it.
FREE_ANSWERS = 5
_FREE_SECONDS = FREE_ANSWERS * GROUP_SECONDS
# However much was answered in a group, its next delivery waits at most this long.
MAX_WAIT_SECONDS = 60.0
# A chat that refuses again is put off twice as long, at most this long, or as long as Telegram asks for.
MIN_PUT_OFF_SECONDS, MAX_PUT_OFF_SECONDS = 1.0, 3600.0
MAX_PUT_OFF_CHATS = 10_000


class PutOff(NamedTuple):
    """A chat that refused its last messages: how often in a row, when last, and until when it gets none."""

    refusals: int
    refused_at: float
    until: float


class ChatLimiter:
    """Limits how often one chat gets a delivery, and puts off chats that refuse. Forgets what no longer matters."""

    def __init__(self) -> None:
        # When each chat may get the next message; the chat that was sent to longest ago is first. An OrderedDict,
        # because finding the first key of a plain dict walks past the deleted ones.
        self._people: OrderedDict[int, float] = OrderedDict()
        self._groups: OrderedDict[int, float] = OrderedDict()
        self._put_off: OrderedDict[int, PutOff] = OrderedDict()

    def allowed_at(self, chat_id: int, now: float) -> float | None:
        """Return when the chat may get the next message, None for now."""
        allowed_at = (self._people if chat_id > 0 else self._groups).get(chat_id, 0.0)
        if self._put_off and (put_off := self._put_off.get(chat_id)) is not None:
            allowed_at = max(allowed_at, put_off.until)
        return allowed_at if allowed_at > now else None

    def take(self, chat_id: int, now: float, count: int = 1) -> float | None:
        """Record a delivery of `count` messages to a chat if it may get one now; if not, return when."""
        later = self.allowed_at(chat_id, now)
        if later is not None:
            return later
        if chat_id > 0:
            # Nothing is left of the pause after earlier messages.
            self._people[chat_id] = now + count * PERSON_SECONDS
            self._people.move_to_end(chat_id)
            _forget(self._people, now)
        else:
            _delay(self._groups, chat_id, now, count * GROUP_SECONDS, free_after=_FREE_SECONDS)
        return None

    def record_answer(self, group: int, now: float, count: int = 1) -> None:
        """Record an answer of `count` messages in a group: it counts against the minute, too."""
        seconds = count * GROUP_SECONDS
        _delay(self._groups, group, now, seconds, earliest=now - _FREE_SECONDS, free_after=_FREE_SECONDS)

    def put_off(self, chat_id: int, seconds: float, now: float) -> float:
        """Give a chat that refused no message for `seconds`, longer with each refusal in a row; return until when."""
        before = self._put_off.pop(chat_id, None)
        refusals = 1 if before is None else before.refusals + 1
        asked = max(seconds, MIN_PUT_OFF_SECONDS)
        until = now + max(asked, min(asked * 2.0 ** min(refusals - 1, 32), MAX_PUT_OFF_SECONDS))
        self._put_off[chat_id] = PutOff(refusals, now, until)
        if len(self._put_off) > MAX_PUT_OFF_CHATS:
            self._put_off.popitem(last=False)
        return until

    def last_refusal(self, chat_id: int) -> float | None:
        """Return when the chat refused, None if it took its last message."""
        put_off = self._put_off.get(chat_id)
        return None if put_off is None else put_off.refused_at

    def accepted(self, chat_id: int) -> None:
        """Forget the refusals of a chat that takes messages again."""
        if self._put_off:
            self._put_off.pop(chat_id, None)


def _delay(
    chats: OrderedDict[int, float],
    chat_id: int,
    now: float,
    seconds: float,
    *,
    earliest: float | None = None,
    free_after: float = 0.0,
) -> None:
    """Put off a chat's next message by `seconds`, counted from `earliest`, by default from now.

    Forget chats that could have had a message since `free_after` seconds.
    """
    earliest = now if earliest is None else earliest
    chats[chat_id] = min(max(chats.get(chat_id, earliest), earliest) + seconds, now + MAX_WAIT_SECONDS)
    chats.move_to_end(chat_id)
    _forget(chats, now - free_after)


def _forget(chats: OrderedDict[int, float], before: float) -> None:
    """Forget up to two of the chats that could have had a message before; the one added last is not forgotten."""
    for _ in range(2):
        oldest = next(iter(chats))
        if chats[oldest] >= before:
            return
        del chats[oldest]

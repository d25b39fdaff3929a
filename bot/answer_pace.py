"""The pace of answers: the rate limiter hears of each message that answers a person, and of each refused one."""

from news.outcomes import Outcome, requested_pause
from news.ports import Clock, DeliveryObserver
from news.rate_limits import RateLimiter, Refusal

_SENDS = ("send", "copyMessage", "forwardMessage")
_NO_MESSAGE = frozenset({"sendChatAction"})
_EDITS = "editMessage"


class AnswerPace:
    """Counts the requests of the session to the Bot API. Answers are never delayed: only deliveries make room."""

    def __init__(self, limiter: RateLimiter, clock: Clock, observer: DeliveryObserver) -> None:
        self._limiter = limiter
        self._clock = clock
        self._observer = observer

    def requested(self, method: str, chat_id: object, count: int = 1) -> None:
        """Count a request that leaves now, if it sends or edits messages; `chat_id` is as in its parameters.

        An album has a `count` of messages.
        """
        if method.startswith(_EDITS):
            self._limiter.count_edit(_number(chat_id), self._clock.monotonic())
        elif method.startswith(_SENDS) and method not in _NO_MESSAGE:
            self._limiter.count_answer(_number(chat_id), self._clock.monotonic(), count)
            self._observer.sent(count)

    def refused(self, method: str, chat_id: object, retry_after: float | None) -> Refusal | None:
        """Hear of a 429 and return what it means; None if it concerns no chat, as of answerCallbackQuery."""
        chat, pause = _number(chat_id), requested_pause(Outcome(429, retry_after=retry_after))
        if chat is None or pause is None:
            return None
        edit = method.startswith(_EDITS)
        return self._limiter.refused(chat, pause.total_seconds(), self._clock.monotonic(), edit=edit)


def _number(chat_id: object) -> int | None:
    """Return the id of a chat; None for the @name of a channel."""
    return chat_id if isinstance(chat_id, int) else None

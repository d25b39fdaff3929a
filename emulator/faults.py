"""What can go wrong between the bot and Telegram, on demand.

emulator.faults.add(Fault(BLOCKED, chat_id=anna.id))
emulator.faults.add(Fault(too_many_requests(retry_after=2), method="sendMessage", times=3))
emulator.faults.add(Fault(Dropped(after_effect=True), after=10))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emulator.wire import ApiError, Json, bad_request, forbidden

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class Refused:
    """The call is refused with this error and changes nothing."""

    error: ApiError


@dataclass(frozen=True)
class Broken:
    """Not the Bot API answers but something before it: an error with a page of HTML."""

    status: int = 502
    body: str = GATEWAY_PAGE


@dataclass(frozen=True)
class Dropped:
    """The connection is closed without an answer, before the call takes effect or after it did."""

    after_effect: bool = False


@dataclass(frozen=True)
class Slow:
    """The answer comes this many seconds late."""

    seconds: float


@dataclass(frozen=True)
class Strange:
    """`ok: true`, but the result has fields no client knows, or is something else altogether."""

    fields: Mapping[str, object] = field(default_factory=lambda: {"a_field_of_tomorrow": {"type": "unheard of"}})
    replace: bool = False


Effect = Refused | Broken | Dropped | Slow | Strange

BLOCKED = Refused(forbidden("bot was blocked by the user"))
DEACTIVATED = Refused(forbidden("user is deactivated"))
KICKED = Refused(forbidden("bot was kicked from the supergroup chat"))
CANNOT_INITIATE = Refused(forbidden("bot can't initiate conversation with a user"))
CHAT_NOT_FOUND = Refused(bad_request("chat not found"))


def too_many_requests(retry_after: int | None = None) -> Refused:
    """429, with the seconds to wait or without them."""
    if retry_after is None:
        return Refused(ApiError(429, "Too Many Requests"))
    return Refused(ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}))


def migrated(to_chat_id: int) -> Refused:
    """400: the group became a supergroup with this id."""
    parameters: Json = {"migrate_to_chat_id": to_chat_id}
    return Refused(ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters))


@dataclass(frozen=True)
class Fault:
    """An effect and the calls it befalls: of this method, to this chat (None: any), so many times (None: for ever),
    after so many matching calls went well.
    """

    effect: Effect
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    after: int = 0

    def befalls(self, method: str, parameters: Json) -> bool:
        """Whether it is about such a call."""
        about_method = self.method in (None, method)
        return about_method and self.chat_id in (None, parameters.get("chat_id"))


class Faults:
    """The faults that are yet to come. A call suffers the first one that befalls it."""

    def __init__(self) -> None:
        self._met: dict[int, tuple[Fault, int]] = {}
        self._added = 0

    def add(self, fault: Fault) -> None:
        """From now on this can happen."""
        self._added += 1
        self._met[self._added] = (fault, 0)

    def clear(self) -> None:
        """All is well again."""
        self._met.clear()

    def next(self, method: str, parameters: Json) -> Effect | None:
        """What happens to this call, if anything does."""
        for key, (fault, met) in list(self._met.items()):
            if not fault.befalls(method, parameters):
                continue
            self._met[key] = (fault, met + 1)
            if met < fault.after:
                continue
            if fault.times is not None and met + 1 >= fault.after + fault.times:
                del self._met[key]
            return fault.effect
        return None

"""Faults between the bot and Telegram, injected on demand.

emulator.faults.add(Fault(BLOCKED, chat_id=anna.id))
emulator.faults.add(Fault(too_many_requests(retry_after=2), method="sendMessage", times=3))
emulator.faults.add(Fault(Dropped(after_effect=True), after=10))
emulator.faults.add(slow_mode(group.id, retry_after=30))
emulator.faults.add(Fault(CANNOT_INITIATE, only_sends=True, times=None))
emulator.faults.add(Fault(BAD_DIMENSIONS, media="photo"))
emulator.faults.add(Fault(CURL_FAILED, media="https://example.com/a.jpg", times=None))
emulator.faults.add(Fault(HalfSent(1, "PHOTO_INVALID_DIMENSIONS"), chat_id=channel.id))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emulator.calls import is_sending
from emulator.change_signal import ChangeSignal
from emulator.errors import ApiError, bad_request, forbidden
from emulator.json_types import Json
from emulator.message_content import MEDIA

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
FORBIDDEN_PAGE = "<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>"


@dataclass(frozen=True)
class Refused:
    """The call fails with this error and has no effect."""

    error: ApiError


@dataclass(frozen=True)
class Broken:
    """A proxy in front of the Bot API answers: an error with an HTML page."""

    status: int = 502
    body: str = GATEWAY_PAGE


@dataclass(frozen=True)
class Dropped:
    """The connection is closed without an answer, before or after the call takes effect."""

    after_effect: bool = False


@dataclass(frozen=True)
class Slow:
    """The answer is delayed by this many seconds."""

    seconds: float


@dataclass(frozen=True)
class Stalled:
    """The answer does not come until the faults are cleared; the call takes effect before the wait or after it.

    It takes effect even if the client has given up meanwhile, as on Telegram.
    """

    after_effect: bool = False


@dataclass(frozen=True)
class HalfSent:
    """An album fails after its first `sent` items have arrived. The only error is that of the next item.

    HalfSent(1, "Too Many Requests: retry after 8") is a 400, too, and its pause stands in the words alone.
    """

    sent: int = 1
    reason: str = "WEBPAGE_CURL_FAILED"

    @property
    def error(self) -> ApiError:
        """The answer to the whole album."""
        return bad_request(f'failed to send message #{self.sent + 1} with the error message "{self.reason}"')


@dataclass(frozen=True)
class Strange:
    """`ok: true`, but the result has unknown fields, or (`replace`) consists only of them."""

    fields: Mapping[str, object] = field(default_factory=lambda: {"a_field_of_tomorrow": {"type": "unheard of"}})
    replace: bool = False


Effect = Refused | Broken | Dropped | Slow | Stalled | HalfSent | Strange

BLOCKED = Refused(forbidden("bot was blocked by the user"))
DEACTIVATED = Refused(forbidden("user is deactivated"))
KICKED = Refused(forbidden("bot was kicked from the supergroup chat"))
CANNOT_INITIATE = Refused(forbidden("bot can't initiate conversation with a user"))
CHAT_NOT_FOUND = Refused(bad_request("chat not found"))
NO_RIGHTS = Refused(bad_request("not enough rights to send text messages to the chat"))
WRITE_FORBIDDEN = Refused(bad_request("CHAT_WRITE_FORBIDDEN"))
NOT_IN_CHANNEL = Refused(forbidden("bot is not a member of the channel chat"))
KICKED_FROM_CHANNEL = Refused(forbidden("bot was kicked from the channel chat"))
NO_CHANNEL_RIGHTS = Refused(bad_request("need administrator rights in the channel chat"))
MESSAGE_GONE = Refused(bad_request("message to edit not found"))
WRONG_FILE = Refused(bad_request("wrong file identifier/HTTP URL specified"))
BAD_DIMENSIONS = Refused(bad_request("PHOTO_INVALID_DIMENSIONS"))
URL_NOT_FETCHED = Refused(bad_request("failed to get HTTP URL content"))
WRONG_PAGE_TYPE = Refused(bad_request("wrong type of the web page content"))
CURL_FAILED = Refused(bad_request("WEBPAGE_CURL_FAILED"))
PROXY_FORBIDDEN = Broken(403, FORBIDDEN_PAGE)


def too_many_requests(retry_after: int | None = None) -> Refused:
    """429 Too Many Requests, with or without `retry_after` in seconds."""
    if retry_after is None:
        return Refused(ApiError(429, "Too Many Requests"))
    return Refused(ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}))


def migrated(to_chat_id: int) -> Refused:
    """400, because the group became a supergroup with this id."""
    parameters: Json = {"migrate_to_chat_id": to_chat_id}
    return Refused(ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters))


@dataclass(frozen=True)
class Fault:
    """An effect on calls of a method to a chat (None: any). It skips `after` matching calls, then happens `times` times
    (None: always). `only_sends`: only calls that send a message match; only albums can be half-sent. `media`: only
    calls with this file match, which is named by its file_id or URL, or with a file of this kind, for example "photo".
    """

    effect: Effect
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    after: int = 0
    only_sends: bool = False
    media: str | None = None

    def matches(self, method: str, parameters: Json) -> bool:
        """Whether the fault applies to this call."""
        if self.only_sends and not is_sending(method):
            return False
        if isinstance(self.effect, HalfSent) and method != "sendMediaGroup":
            return False
        if self.media is not None and self.media not in _media_in(parameters):
            return False
        return self.method in (None, method) and self.chat_id in (None, parameters.get("chat_id"))


def _media_in(parameters: Json) -> set[object]:
    """The kinds of the files in a call, and their file_ids and URLs; an album has several."""
    media = parameters.get("media", [])
    items = [(item["type"], item["media"]) for item in (media if isinstance(media, list) else [media])]
    items += [(kind, parameters[kind]) for kind in MEDIA if kind in parameters]
    return {name for item in items for name in item}


def slow_mode(chat_id: int, retry_after: int) -> Fault:
    """A group whose messages of this minute are used up: each send to it is refused, those to other chats are not."""
    return Fault(too_many_requests(retry_after), chat_id=chat_id, times=None, only_sends=True)


class Faults:
    """The pending faults. A call meets the first one that matches it."""

    def __init__(self) -> None:
        self._cleared = ChangeSignal()
        self._counts: dict[int, tuple[Fault, int]] = {}
        self._added = 0

    def add(self, fault: Fault) -> None:
        """Adds a fault behind the present ones."""
        self._added += 1
        self._counts[self._added] = (fault, 0)

    def remove(self, fault: Fault) -> None:
        """Removes a fault that was added."""
        self._counts = {key: pair for key, pair in self._counts.items() if pair[0] is not fault}

    def clear(self) -> None:
        """Removes all faults; stalled calls go on."""
        self._counts.clear()
        self._cleared.notify()

    async def wait_cleared(self) -> None:
        """Returns when the faults are cleared."""
        await self._cleared.wait()

    def next(self, method: str, parameters: Json) -> Effect | None:
        """The effect on this call, or None; counts the call."""
        for key, (fault, seen) in list(self._counts.items()):
            if not fault.matches(method, parameters):
                continue
            self._counts[key] = (fault, seen + 1)
            if seen < fault.after:
                continue
            if fault.times is not None and seen + 1 >= fault.after + fault.times:
                del self._counts[key]
            return fault.effect
        return None

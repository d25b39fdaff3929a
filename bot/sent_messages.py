"""What Telegram's response to a send says: whether the message arrived, under which id, with which files."""

import re
from collections.abc import Sequence
from typing import Any

from bot.api_session import ApiAnswer, parse_object
from bot.http_pool import HttpResponse
from news.ledger import Message, MessageKind, SentFile
from news.outcomes import TOO_MANY_REQUESTS, Outcome

# https://core.telegram.org/bots/api#chat: ids have at most 52 significant bits.
_MAX_ID = 2**52
# How Telegram begins the answer to a send; any other answer is parsed in full.
_SENT = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d{1,18})\s*[,}]')
# An album fails with one error for all items, although some may have been sent.
_HALF_SENT = "failed to send message #"
_INNER_PAUSE = re.compile(r"retry after (\d+)", re.IGNORECASE)
_KINDS = tuple(kind.value for kind in MessageKind if kind is not MessageKind.TEXT)


def outcome_of(response: HttpResponse, kind: MessageKind = MessageKind.TEXT, *, is_album: bool = False) -> Outcome:
    """Return the outcome that a response means; `kind` is what was sent, of an album its first item.

    Of a sent message only its id is read, so that an object of a newer Bot API cannot make it look like a failure.
    """
    if response.status is None:
        may_have_arrived = response.may_have_arrived
        half_sent = is_album and may_have_arrived
        return Outcome(None, description=response.reason, may_have_arrived=may_have_arrived, half_sent=half_sent)
    sent = _SENT.match(response.body)
    if sent is not None:
        return Outcome(200, (Message(int(sent[1]), kind),))
    answer = ApiAnswer(response.status, parse_object(response.body))
    if "ok" not in answer.body and 400 <= response.status < 500 and response.status != TOO_MANY_REQUESTS:
        # A proxy or a firewall refused the request in Telegram's place: that says nothing about the chat.
        return Outcome(None, description=f"HTTP {response.status}, not from Telegram", may_have_arrived=False)
    if answer.ok:
        return Outcome(200, _copy_of(answer.body.get("result"), kind))
    # 200 without `ok` is not an answer of Telegram's: the message may have arrived.
    status = None if answer.code < 300 else answer.code
    description = response.reason or answer.description
    retry_after: float | None = answer.parameter("retry_after")
    half_sent = is_album and (_HALF_SENT in description.lower() or status is None or status >= 500)
    if half_sent and retry_after is None and (pause := _INNER_PAUSE.search(description)) is not None:
        retry_after = float(pause[1])
    return Outcome(
        status,
        description=description,
        retry_after=retry_after,
        moved_to=_id(answer.parameter("migrate_to_chat_id")),
        half_sent=half_sent,
    )


def stored_files(response: HttpResponse, sources: Sequence[tuple[str, MessageKind]]) -> tuple[SentFile, ...]:
    """Return the files of a sent message or album, whose media came from `sources`, in their order.

    A file without a source ("") was made for this message and is left out.
    """
    result = parse_object(response.body).get("result")
    messages = result if isinstance(result, list) else [result]
    found = []
    for (source, kind), message in zip(sources, messages, strict=False):
        file = message.get(kind.value) if isinstance(message, dict) else None
        if isinstance(file, list) and file:  # the sizes of a photo, the largest last
            file = file[-1]
        file_id = file.get("file_id") if isinstance(file, dict) else None
        if source and isinstance(file_id, str):
            found.append(SentFile(source, kind, file_id))
    return tuple(found)


def _copy_of(result: Any, kind: MessageKind) -> tuple[Message, ...]:
    """Return the messages of a result, an album's in their order; none if their ids cannot be read."""
    messages = result if isinstance(result, list) else [result]
    found = []
    for message in messages:
        number = _id(message.get("message_id")) if isinstance(message, dict) else None
        if number is None:
            return ()
        found.append(Message(number, _kind_of(message, kind) if len(messages) > 1 else kind))
    return tuple(found)


def _kind_of(message: dict[str, Any], default: MessageKind) -> MessageKind:
    return next((MessageKind(kind) for kind in _KINDS if kind in message), default)


def _id(value: Any) -> int | None:
    """Return the id of a message or a chat; None for a value that does not fit the ledger."""
    return value if type(value) is int and 0 < abs(value) < _MAX_ID else None

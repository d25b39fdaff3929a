"""The fields of messages that people make of files and of other messages: media, albums, forwarded messages."""

from collections.abc import Sequence
from itertools import zip_longest

from emulator.chats import User
from emulator.entities import units
from emulator.files import KINDS
from emulator.json_types import Json
from emulator.message_content import CAPTION_UNITS, MEDIA, content, without_context
from emulator.sample_picture import sample_picture
from emulator.world import World

SAMPLE = b"a sample file"


def shared_file(world: World, kind: str, caption: str = "", data: bytes = b"", name: str | None = None) -> Json:
    """A message with a file; without data it is a sample. Raises ValueError for an unknown kind or a long caption."""
    if kind not in KINDS or kind == "thumbnail":
        raise ValueError(f"{kind!r} is no kind of file")
    if units(caption) > CAPTION_UNITS:
        raise ValueError(f"clients send no caption of more than {CAPTION_UNITS} UTF-16 code units")
    sample = sample_picture(len(world.files)) if kind == "photo" else SAMPLE
    file = world.files.add(kind, data or sample, name=name)
    return file.as_fields() | content("caption", caption)


def shared_album(
    world: World,
    kinds: Sequence[str],
    captions: Sequence[str] = (),
    data: Sequence[bytes] = (),
    names: Sequence[str] = (),
) -> list[Json]:
    """The messages of an album, the first ones with captions, with `data` and with names; the rest are samples."""
    if max(len(captions), len(data), len(names)) > len(kinds):
        raise ValueError(f"an album of {len(kinds)} has no more captions, files and names")
    group = {"media_group_id": world.new_album_id()}
    items = zip_longest(kinds, captions, data, names)
    return [
        shared_file(world, kind, caption or "", content or b"", name) | group for kind, caption, content, name in items
    ]


def forwarded(messages: Sequence[Json], world: World, *, is_hidden: bool = False) -> list[Json]:
    """Bot API Messages as they are forwarded, an album as a new album. `is_hidden`: the senders hide their accounts."""
    album = {"media_group_id": world.new_album_id()} if "media_group_id" in messages[0] else {}
    return [
        without_context(message) | {"forward_origin": origin(message, is_hidden=is_hidden)} | album
        for message in messages
    ]


def replied(answered: Json | None, quote: str | None, *, is_external: bool) -> Json:
    """The fields of a reply: its quote, chosen by hand, and the content of a message that is in another chat.

    Raises ValueError for a quote that the message does not contain: clients offer only its own words.
    """
    if answered is None:
        return {}
    fields: Json = {}
    if quote is not None:
        words = answered.get("text") or answered.get("caption") or ""
        if quote not in words:
            raise ValueError(f"{quote!r} is no part of {words!r}")
        fields["quote"] = {"text": quote, "position": units(words[: words.index(quote)]), "is_manual": True}
    if is_external:
        known = {"chat": answered["chat"], "message_id": answered["message_id"]}
        public = known if answered["chat"]["type"] in {"supergroup", "channel"} else {}
        media = {name: answered[name] for name in MEDIA if name in answered}
        fields["external_reply"] = {"origin": origin(answered)} | public | media
    return fields


def contact(user: User, phone: str) -> Json:
    """A Bot API Contact."""
    last_name = {"last_name": user.last_name} if user.last_name else {}
    return {"phone_number": phone, "first_name": user.first_name, "user_id": user.id} | last_name


def users_shared(request: Json, users: Sequence[User]) -> Json:
    """The Bot API UsersShared that answers a button. Raises ValueError for more users than it asks for, or none."""
    if not 1 <= len(users) <= request.get("max_quantity", 1):
        raise ValueError(f"the button asks for 1 to {request.get('max_quantity', 1)} users")
    shared = []
    for user in users:
        names = {"first_name": user.first_name, "last_name": user.last_name} if request.get("request_name") else {}
        username = {"username": user.username} if request.get("request_username") else {}
        given = {name: value for name, value in (names | username).items() if value}
        shared.append({"user_id": user.id} | given)
    return {"request_id": request["request_id"], "users": shared, "user_ids": [user.id for user in users]}


def origin(message: Json, *, is_hidden: bool = False) -> Json:
    """The Bot API MessageOrigin: the first sender, also of a message that was forwarded before."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if message["chat"]["type"] == "channel":
        post = {"type": "channel", "chat": message["chat"], "message_id": message["message_id"]}
        signature = {name: message[name] for name in ("author_signature",) if name in message}
        return post | {"date": message["date"]} | signature
    sender = message["from"]
    if is_hidden:
        names = (sender["first_name"], sender.get("last_name"))
        return {"type": "hidden_user", "date": message["date"], "sender_user_name": " ".join(filter(None, names))}
    return {"type": "user", "date": message["date"], "sender_user": sender}

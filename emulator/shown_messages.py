"""Messages as the chat page shows them: a Bot API Message and, beside it, where its files and pictures are.

`own` and `editable` say what the person is to the message. `picture` is the address of a photo, or of the thumbnail of
another file; `content` is the address of such a file. Both are None if there is nothing to show, as for a sample file.
A photo among the blocks of a rich message has such a `picture`, too. `preview` is the picture that stands at the
address of a link preview, and how it is shown. `comments` are the copy of a channel post and the number of comments on
it. The `message_id` of an ephemeral message is negative here, where it is 0 in the Bot API.
"""

from urllib.parse import quote, urlsplit

from emulator.chats import Message
from emulator.files import File
from emulator.json_types import Json
from emulator.message_content import media_of
from emulator.people import Person
from emulator.sharing import SAMPLE
from emulator.world import World

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def shown_message(world: World, person: Person, message: Message) -> Json:
    """The message as this person sees it."""
    is_author = message.author is person.user and "via_bot" not in message.fields
    shown = message.as_json() | {
        "message_id": message.id,
        "own": message.author is person.user and message.sender is not None,
        "editable": is_author and bool(message.text),
        "revision": message.revision,
    }
    preview = _preview(world, message.fields.get("link_preview_options"))
    rich = {"rich_message": _rich(world, shown["rich_message"])} if "rich_message" in shown else {}
    return shown | rich | _media(world, shown) | _comments(message) | ({"preview": preview} if preview else {})


def _rich(world: World, rich: Json) -> Json:
    """The rich message with the addresses of its pictures."""
    blocks = [
        block | {"picture": _address(world, block["photo"][-1])} if block["type"] == "photo" else block
        for block in rich["blocks"]
    ]
    return rich | {"blocks": blocks}


def _media(world: World, shown: Json) -> Json:
    kind = media_of(shown)
    if kind is None:
        return {}
    body = shown[kind][-1] if kind == "photo" else shown[kind]
    picture = body if kind == "photo" else body.get("thumbnail", {})
    file = None if kind == "photo" else _address(world, body)
    return {"picture": _address(world, picture), "content": file}


def _address(world: World, form: Json) -> str | None:
    """The address of a PhotoSize or a file: on this server if its content is known, else where it was sent from."""
    file: File | None = world.files.by_id(form.get("file_id", ""))
    if file is None or file.content == SAMPLE:
        return None
    return f"/page/files/{file.path}" if file.content else file.url


def _preview(world: World, options: Json | None) -> Json | None:
    """The picture of a link preview; one of another site only if its address looks like that of a picture."""
    url = (options or {}).get("url")
    if not options or not url or options.get("is_disabled"):
        return None
    picture = f"/page/web?url={quote(url, safe='')}" if url in world.files.web else None
    if picture is None and urlsplit(url).path.lower().endswith(PICTURE_SUFFIXES):
        picture = url
    is_small = bool(options.get("prefer_small_media")) and not options.get("prefer_large_media")
    return {"url": url, "picture": picture, "above": bool(options.get("show_above_text")), "small": is_small}


def _comments(message: Message) -> Json:
    """Clients show no comments under a post with buttons (FACTS: «Media, channels, topics»)."""
    copy = message.copy
    if copy is None or copy.deleted or message.buttons:
        return {}
    count = sum(other.comments_on == copy.id for other in copy.chat.messages.values() if other is not copy)
    return {"comments": {"chat": copy.chat.id, "message_id": copy.id, "count": count}}

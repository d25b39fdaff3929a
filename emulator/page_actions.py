"""What people do on the chat page. To give them a new action, add a verb to VERBS."""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from emulator.groups import Group
from emulator.json_types import Json
from emulator.people import Person

MAX_ALBUM_ITEMS = 10


@dataclass(frozen=True)
class Place:
    """Where a person acts: the private chat, or a chat and perhaps a topic in it."""

    chat: Group | None = None
    topic: int | None = None


# The kind, the name and the content of a file that was chosen on the page.
Chosen = tuple[str, str, bytes]
Verb = Callable[[Person, Place, Json], Awaitable[object]]


async def _say(person: Person, place: Place, given: Json) -> object:
    return await person.says(str(given["text"]), reply_to=given.get("reply_to"), chat=place.chat, topic=place.topic)


async def _start(person: Person, place: Place, given: Json) -> object:
    parameter = given.get("parameter")
    return await person.follows(str(parameter)) if parameter else await person.says("/start")


async def _press(person: Person, place: Place, given: Json) -> object:
    message_id, data = int(given["message_id"]), str(given["data"])
    answer = await person.presses(message=message_id, data=data, chat=place.chat)
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url} if answer else None


async def _inline_query(person: Person, place: Place, given: Json) -> object:
    answer = await person.types(str(given["words"]), offset=str(given["offset"]), chat=place.chat)
    return asdict(answer) if answer else None


async def _share(person: Person, place: Place, given: Json) -> object:
    return await person.shares(person.offered(str(given["query_id"]), str(given["result_id"])), chat=place.chat)


async def _edit(person: Person, place: Place, given: Json) -> object:
    return await person.edits(int(given["message_id"]), str(given["text"]), chat=place.chat)


async def _share_photos(person: Person, place: Place, given: Json) -> object:
    caption, count = str(given.get("caption", "")), int(given.get("count", 1))
    if count == 1:
        return await person.shares_photo(caption, chat=place.chat, topic=place.topic)
    kinds = ["photo"] * min(count, MAX_ALBUM_ITEMS)
    return await person.shares_album(*kinds, captions=[caption], chat=place.chat, topic=place.topic)


async def _share_files(person: Person, place: Place, given: Json) -> None:
    """Sends chosen files, each with `name`, `type` and Base64 `data`: those that go together as albums."""
    files = [_chosen(item) for item in given["files"]]
    words = str(given.get("caption", ""))
    for album in _albums(files):
        if len(album) == 1:
            kind, name, data = album[0]
            await person.shares_file(kind, words, data=data, name=name, chat=place.chat, topic=place.topic)
        else:
            kinds, names, data_of = zip(*album, strict=True)
            await person.shares_album(
                *kinds, captions=[words], data=data_of, names=names, chat=place.chat, topic=place.topic
            )
        words = ""


def _chosen(item: Json) -> Chosen:
    """The file as clients send it: pictures as photos, except those that move."""
    data = b64decode(str(item["data"]), validate=True)
    if not data:
        raise ValueError(f"{item['name']} is empty")
    family = str(item["type"]).partition("/")[0]
    kind = {"image": "photo", "video": "video", "audio": "audio"}.get(family, "document")
    return ("animation" if item["type"] == "image/gif" else kind), str(item["name"]), data


def _albums(files: Sequence[Chosen]) -> list[list[Chosen]]:
    """The files in order; neighbours of one family are an album, animations are sent alone."""
    albums = []
    for family, group in groupby(files, lambda file: "photo" if file[0] == "video" else file[0]):
        same, size = list(group), 1 if family == "animation" else MAX_ALBUM_ITEMS
        albums += [same[start : start + size] for start in range(0, len(same), size)]
    return albums


async def _share_contact(person: Person, place: Place, given: Json) -> object:
    return await person.shares_contact()


async def _share_users(person: Person, place: Place, given: Json) -> object:
    return await person.shares_users(*(int(user_id) for user_id in given["users"]))


async def _forward(person: Person, place: Place, given: Json) -> object:
    return await person.forwards(person.message(int(given["message_id"]), place.chat))


async def _block(person: Person, place: Place, given: Json) -> None:
    await person.blocks()


async def _unblock(person: Person, place: Place, given: Json) -> None:
    await person.unblocks()


async def _speak(person: Person, place: Place, given: Json) -> None:
    person.speaks(str(given["language"]))


VERBS: Mapping[str, Verb] = {
    "say": _say,
    "start": _start,
    "press": _press,
    "inline_query": _inline_query,
    "share": _share,
    "edit": _edit,
    "photo": _share_photos,
    "files": _share_files,
    "contact": _share_contact,
    "users": _share_users,
    "forward": _forward,
    "block": _block,
    "unblock": _unblock,
    "speak": _speak,
}

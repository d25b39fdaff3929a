"""The chat page over HTTP: its files, the event stream, and the actions of people.

The page is for a browser on the same machine. Pages of other sites in that browser must not reach it: requests with
another Host (DNS rebinding) or from another Origin are refused, and actions accept JSON only.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from emulator.disconnects import has_disconnected
from emulator.groups import Group
from emulator.json_types import Json
from emulator.panels import Panels
from emulator.people import Person
from emulator.world import World

FOLDER = Path(__file__).with_name("page")
MAX_BODY_BYTES = 64 * 1024
KEEP_ALIVE_SECONDS = 15.0
MAX_ALBUM_ITEMS = 10
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Place:
    """Where a person acts: the private chat, or a chat and perhaps a topic in it."""

    chat: Group | None = None
    topic: int | None = None


Verb = Callable[[Person, Place, Json], Awaitable[object]]


class Page:
    """Serves the panels. To give people a new action on the page, add a verb to VERBS."""

    def __init__(self, world: World, panels: Panels) -> None:
        self._world = world
        self._panels = panels
        self._files = {path.name: path for path in FOLDER.iterdir() if path.is_file()}

    def routes(self) -> list[web.RouteDef]:
        """The routes, each with the check of Host and Origin."""
        return [
            web.get("/", _guarded(self.index)),
            web.get("/page/events", _guarded(self.events)),
            web.get("/page/photos/{name}", _guarded(self.photo)),
            web.get("/page/{name}", _guarded(self.file)),
            web.post(r"/page/people/{id:\d+}/{verb}", _guarded(self.act)),
        ]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The HTML page."""
        return web.FileResponse(self._files["index.html"], headers=HEADERS)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A script, style sheet or image of the page."""
        path = self._files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=HEADERS)

    async def photo(self, request: web.Request) -> web.StreamResponse:
        """An uploaded photo. Its type is always image/png, so no content is run as a page or script."""
        photo = self._world.files.by_path(f"photos/{request.match_info['name']}")
        if photo is None or not photo.content:
            raise web.HTTPNotFound
        return web.Response(body=photo.content, content_type="image/png", headers=HEADERS)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first the whole state, then the changes, until the browser disconnects."""
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        changes, revision, last_sent = self._world.changes, 0, ""
        while not self._world.closed and not has_disconnected(request):
            count = changes.count
            state = self._panels.since(revision)
            revision, data = state["revision"], json.dumps(state, ensure_ascii=False)
            if data != last_sent:
                await response.write(f"data: {data}\n\n".encode())
                last_sent = data
            if not await changes.after(count, KEEP_ALIVE_SECONDS):
                await response.write(b": keep-alive\n\n")
        return response

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Performs an action of a person. Answers with JSON; 400 with the reason if it is not possible."""
        person = self._panels.person(int(request.match_info["id"]))
        verb = VERBS.get(request.match_info["verb"])
        if person is None or verb is None:
            raise web.HTTPNotFound
        given = await _body(request)
        try:
            result = await verb(person, self._place(person, given), given)
        except (ValueError, KeyError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400, headers=HEADERS)
        return web.json_response({"result": result}, headers=HEADERS)

    def _place(self, person: Person, given: Json) -> Place:
        if "chat" not in given:
            return Place()
        return Place(self._panels.chat(person.id, int(given["chat"])), given.get("topic"))


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
    "forward": _forward,
    "block": _block,
    "unblock": _unblock,
    "speak": _speak,
}


def _guarded(handler: Handler) -> Handler:
    async def guard(request: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
            raise web.HTTPForbidden(text="This page is for a browser on the same machine.")
        if request.headers.get("Origin") not in (None, f"{request.scheme}://{request.host}"):
            raise web.HTTPForbidden(text="This page is not for other sites.")
        return await handler(request)

    return guard


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if request.content_length is None or request.content_length > MAX_BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(MAX_BODY_BYTES, request.content_length or 0)
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body

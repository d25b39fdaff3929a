"""The chat page over HTTP: its files, the event stream, and the actions of people.

The page is for a browser on the same machine. Pages of other sites in that browser must not reach it: requests with
another Host (DNS rebinding) or from another Origin are refused, and actions accept JSON only.
"""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from aiohttp import web

from emulator.disconnects import has_disconnected
from emulator.files import KINDS, File
from emulator.json_types import Json
from emulator.page_actions import VERBS, Place
from emulator.panels import Panels
from emulator.people import Person
from emulator.pictures import picture_size
from emulator.server import MAX_REQUEST_BYTES
from emulator.site import PREFIX, Site
from emulator.world import World

FOLDER = Path(__file__).with_name("page")
MAX_BODY_BYTES = 64 * 1024
KEEP_ALIVE_SECONDS = 15.0
# Chosen files come as Base64: together they have about 37 MB.
MAX_FILES_BYTES = MAX_REQUEST_BYTES
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https:; "
        "media-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the panels, and the files that people and the bot have sent."""

    def __init__(self, world: World, panels: Panels, site: Site) -> None:
        self._world = world
        self._panels = panels
        self._site = site
        self._files = {path.name: path for path in FOLDER.iterdir() if path.is_file()}

    def routes(self) -> list[web.RouteDef]:
        """The routes, each with the check of Host and Origin."""
        return [
            web.get("/", _guarded(self.index)),
            web.get("/page/events", _guarded(self.events)),
            web.get("/page/files/{path:.+}", _guarded(self.sent_file)),
            web.get("/page/web", _guarded(self.published)),
            web.get("/page/{name}", _guarded(self.file)),
            web.post("/page/button", _guarded(self.press)),
            web.get(PREFIX + "{path:.+}", _guarded(self._site.serve)),
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

    async def sent_file(self, request: web.Request) -> web.StreamResponse:
        """A file of a message. Its type is that of its kind, and a document is a download: none is run as a page."""
        file = self._world.files.by_path(request.match_info["path"])
        if file is None or not file.content:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=_type_of(file), headers=HEADERS | _disposition(file))

    async def published(self, request: web.Request) -> web.StreamResponse:
        """The picture that stands at an address, for link previews."""
        content = self._world.files.web.get(request.query.get("url", ""))
        if content is None or picture_size(content) is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="image/png", headers=HEADERS)

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
        given = await _body(request, MAX_FILES_BYTES if request.match_info["verb"] == "files" else MAX_BODY_BYTES)
        try:
            result = await verb(person, self._place(person, given), given)
        except (ValueError, KeyError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400, headers=HEADERS)
        return web.json_response({"result": result}, headers=HEADERS)

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Presses a button of the page's own, and answers when the press has done its work."""
        name = (await _body(request, MAX_BODY_BYTES)).get("name")
        button = self._panels.button(name) if isinstance(name, str) else None
        if button is None or button.press is None:
            raise web.HTTPNotFound
        await button.press()
        return web.json_response({"result": None}, headers=HEADERS)

    def _place(self, person: Person, given: Json) -> Place:
        if "chat" not in given:
            return Place()
        return Place(self._panels.chat(person.id, int(given["chat"])), given.get("topic"))


def _guarded(handler: Handler) -> Handler:
    async def guard(request: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
            raise web.HTTPForbidden(text="This page is for a browser on the same machine.")
        if request.headers.get("Origin") not in (None, f"{request.scheme}://{request.host}"):
            raise web.HTTPForbidden(text="This page is not for other sites.")
        return await handler(request)

    return guard


def _type_of(file: File) -> str:
    if file.kind in {"photo", "thumbnail"}:
        return "image/png"
    if file.kind == "animation" and file.content.startswith(b"GIF8"):
        return "image/gif"
    return KINDS[file.kind].mime_type


def _disposition(file: File) -> dict[str, str]:
    if file.kind != "document":
        return {}
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name or 'file', safe='')}"}


async def _body(request: web.Request, limit: int) -> Json:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if request.content_length is None or request.content_length > limit:
        raise web.HTTPRequestEntityTooLarge(limit, request.content_length or 0)
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body

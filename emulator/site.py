"""A web site beside the emulated Telegram: files that a program puts there, to be read over HTTP at `/site/`."""

from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

PREFIX = "/site/"
# The page of a stranger's site runs nothing here.
_HEADERS = {"Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"}


@dataclass(frozen=True)
class SiteFile:
    """A file and its type, as `text/html`."""

    content: bytes
    content_type: str


class Site:
    """The files of the site by their paths, which begin behind `/site/`."""

    def __init__(self) -> None:
        self._files: dict[str, SiteFile] = {}

    def put(self, path: str, content: bytes, content_type: str) -> None:
        """Puts a file at a path, in place of the one that is there."""
        self._files[path] = SiteFile(content, content_type)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The file, or 304 if the client has it already."""
        file = self._files.get(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        tag = f'"{sha256(file.content).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        charset = "utf-8" if file.content_type.startswith(("text/", "application/")) else None
        return web.Response(
            body=file.content, content_type=file.content_type, charset=charset, headers=_HEADERS | {"ETag": tag}
        )

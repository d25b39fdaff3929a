"""Files: uploaded by the bot, named by URL, sent again by file_id, or shared by people.

A file_id contains the bot's id, so that of another bot is unknown here; a file_unique_id is made of the content, so
that equal bytes of a kind have the same one for every bot and sender. A file keeps its kind for ever. Of a photo's
content the size is read; other sizes and lengths are what the sender says, or made up. No URL is opened: what stands
there is what was given to `publish`.
"""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.pictures import UNKNOWN, Size, has_bad_dimensions, kept_sizes, picture_size
from emulator.validation import Upload

PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
URL_PHOTO_BYTES = 5 * 1024 * 1024
URL_FILE_BYTES = 20 * 1024 * 1024
# The size that counts for what stands at an unknown URL.
UNKNOWN_BYTES = 250_000
# Of documents, Telegram fetches only these by URL.
FETCHED_DOCUMENTS = frozenset({"application/pdf", "application/zip"})


@dataclass(frozen=True)
class Kind:
    """What a kind of file has in common: its name in errors, its ids and paths, and its details if nobody gives any."""

    title: str
    id_prefix: str
    folder: str
    extension: str
    mime_type: str
    details: Json = field(default_factory=dict)


_VIDEO: Json = {"width": 1280, "height": 720, "duration": 12}

KINDS: Mapping[str, Kind] = {
    "photo": Kind("Photo", "AgACAg", "photos", "jpg", "image/jpeg"),
    "video": Kind("Video", "BAACAg", "videos", "mp4", "video/mp4", _VIDEO),
    "animation": Kind("Animation", "CgACAg", "animations", "mp4", "video/mp4", _VIDEO),
    "document": Kind("Document", "BQACAg", "documents", "bin", "application/octet-stream"),
    "audio": Kind("Audio", "CQACAg", "music", "mp3", "audio/mpeg", {"duration": 60}),
    "thumbnail": Kind("Thumbnail", "AAMCAg", "thumbnails", "jpg", "image/jpeg"),
}

_FILE_ID = re.compile(r"^(\D+)\d+_")


@dataclass(frozen=True)
class File:
    """One file: the content of an upload, or the URL it was sent by. `details` are its width, duration, title …"""

    kind: str
    bot_id: int
    number: int
    content: bytes = b""
    url: str | None = None
    name: str | None = None
    details: Json = field(default_factory=dict)
    thumbnail: "File | None" = None

    @property
    def path(self) -> str:
        """The Bot API's file_path."""
        kind = KINDS[self.kind]
        _, dot, extension = (self.name or "").rpartition(".")
        if self.kind != "document" or not dot:
            extension = kind.extension
        return f"{kind.folder}/file_{self.number}.{extension}"

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.content) or UNKNOWN_BYTES

    @property
    def ids(self) -> list[str]:
        """Its file_ids: one for each size of a photo."""
        return [size["file_id"] for size in self.sizes()] if self.kind == "photo" else [self._names("")["file_id"]]

    def sizes(self) -> list[Json]:
        """The Bot API PhotoSizes of a photo, from small to large, or the one of a thumbnail."""
        kept = kept_sizes(picture_size(self.content) or UNKNOWN)
        if self.kind == "thumbnail":
            width, height = kept[min(1, len(kept) - 1)]
            return [self._names("") | {"width": width, "height": height, "file_size": self.size}]
        return [self._size(index, size) for index, size in enumerate(kept)]

    def as_fields(self) -> Json:
        """The field of a Bot API Message with this file. An animation stands in two, for old bots."""
        if self.kind == "photo":
            return {"photo": self.sizes()}
        body = self._names("") | KINDS[self.kind].details | self.details
        if self.thumbnail:
            body["thumbnail"] = self.thumbnail.sizes()[0]
        if self.name:
            body["file_name"] = self.name
        body |= {"mime_type": self._mime_type, "file_size": self.size}
        if self.kind == "animation":
            document = {name: value for name, value in body.items() if name not in _VIDEO}
            return {"animation": body, "document": document}
        return {self.kind: body}

    def as_json(self, file_id: str) -> Json:
        """A Bot API File for one of its ids. Raises a 400 if it is too large to download."""
        if self.size > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        forms = self.sizes() if self.kind == "photo" else [self._names("") | {"file_size": self.size}]
        form = next(form for form in forms if form["file_id"] == file_id)
        return {name: form[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": self.path}

    @property
    def _mime_type(self) -> str:
        guessed, _ = mimetypes.guess_type(self.name or "")
        return guessed or KINDS[self.kind].mime_type

    def _size(self, index: int, size: Size) -> Json:
        width, height = size
        shape = {"width": width, "height": height, "file_size": len(self.content) or width * height // 8}
        return self._names(f"-{index}") | shape

    def _names(self, suffix: str) -> Json:
        """The two ids. `suffix` names a size of a photo."""
        return {
            "file_id": f"{KINDS[self.kind].id_prefix}{self.bot_id}_{self.number}{suffix}",
            "file_unique_id": f"AQAD{self._digest}{suffix}",
        }

    @cached_property
    def _digest(self) -> str:
        named = self.content or (self.url or "").encode()
        return sha256(self.kind.encode() + named).hexdigest()[:16]


class Files:
    """All files as one bot knows them. The same URL is the same file. `web` is what stands at an address."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, File] = {}
        self._by_url: dict[tuple[str, str], File] = {}
        self._by_path: dict[str, File] = {}
        self.web: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._by_path)

    def add(
        self,
        kind: str,
        content: bytes = b"",
        *,
        url: str | None = None,
        name: str | None = None,
        details: Json | None = None,
        thumbnail: File | None = None,
    ) -> File:
        """Adds a file."""
        file = File(kind, self._bot_id, len(self) + 1, content, url, name, details or {}, thumbnail)
        self._by_path[file.path] = file
        self._by_id.update(dict.fromkeys(file.ids, file))
        if url:
            self._by_url[kind, url] = file
        return file

    def publish(self, url: str, content: bytes) -> None:
        """Puts bytes at an address. What was sent by it before stays as it was, as Telegram keeps what it fetched."""
        self.web[url] = content

    def belong_to(self, bot_id: int) -> None:
        """The same files as another bot knows them: with other file_ids. Those of the former bot are unknown."""
        self._bot_id = bot_id
        self._by_path = {path: replace(file, bot_id=bot_id) for path, file in self._by_path.items()}
        self._by_id = {file_id: file for file in self._by_path.values() for file_id in file.ids}
        self._by_url = {(file.kind, file.url): file for file in self._by_path.values() if file.url}

    def readdressed(self, value: Any) -> Any:
        """The fields of a message with this bot's file_ids in place of another's."""
        if isinstance(value, list):
            return [self.readdressed(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            name: _FILE_ID.sub(rf"\g<1>{self._bot_id}_", item) if name == "file_id" else self.readdressed(item)
            for name, item in value.items()
        }

    def resolve(self, kind: str, source: str | Upload, details: Json, thumbnail: Upload | None = None) -> File:
        """The file for an upload, an HTTP URL or a file_id; `details` and `thumbnail` are those of a new one.

        Raises a 400 for anything else, and for a file that cannot be of this kind.
        """
        if isinstance(source, Upload):
            _check_upload(kind, source)
            small = self.add("thumbnail", thumbnail.content) if thumbnail else None
            return self.add(kind, source.content, name=source.name, details=details, thumbnail=small)
        if source.startswith(("http://", "https://")):
            return self._by_url.get((kind, source)) or self._fetched(kind, source, details)
        file = self._by_id.get(source)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {KINDS[file.kind].title} as {KINDS[kind].title}")
        return file

    def by_id(self, file_id: str) -> File | None:
        """The file with this file_id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> File | None:
        """The file with this file_path."""
        return self._by_path.get(path)

    def _fetched(self, kind: str, url: str, details: Json) -> File:
        name = urlsplit(url).path.rpartition("/")[2] or None
        if kind == "document" and mimetypes.guess_type(name or "")[0] not in FETCHED_DOCUMENTS:
            raise bad_request("wrong type of the web page content")
        content = self.web.get(url, b"")
        if len(content) > (URL_PHOTO_BYTES if kind == "photo" else URL_FILE_BYTES):
            raise bad_request("failed to get HTTP URL content")
        _check_picture(kind, content)
        return self.add(kind, content, url=url, name=name, details=details)


def _check_picture(kind: str, content: bytes) -> None:
    size = picture_size(content) if kind == "photo" else None
    if size and has_bad_dimensions(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _check_upload(kind: str, upload: Upload) -> None:
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if kind == "photo" and size > PHOTO_BYTES:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")
    _check_picture(kind, upload.content)

"""Files: uploaded by the bot, named by URL, sent again by file_id, or shared by people.

A file_id contains the bot's id, so that of another bot is unknown here, and a file keeps its kind for ever. The
emulator neither reads a file's content nor opens its URL: sizes and lengths are what the sender says, or made up.
"""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.validation import Upload

PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
URL_FILE_BYTES = 250_000
SIZES = ((90, 60), (320, 213), (1280, 853))
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
        return len(self.content) or URL_FILE_BYTES

    @property
    def ids(self) -> list[str]:
        """Its file_ids: one for each size of a photo."""
        return [size["file_id"] for size in self.sizes()] if self.kind == "photo" else [self._names("")["file_id"]]

    def sizes(self) -> list[Json]:
        """The Bot API PhotoSizes of a photo, from small to large, or the one of a thumbnail. Every picture is 3:2."""
        if self.kind == "thumbnail":
            return [self._names("") | {"width": SIZES[1][0], "height": SIZES[1][1], "file_size": self.size}]
        return [self._size(index) for index in range(len(SIZES))]

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

    def _size(self, index: int) -> Json:
        width, height = SIZES[index]
        shape = {"width": width, "height": height, "file_size": len(self.content) or width * height // 8}
        return self._names(f"-{index}") | shape

    def _names(self, suffix: str) -> Json:
        number = f"{self.number}{suffix}"
        return {
            "file_id": f"{KINDS[self.kind].id_prefix}{self.bot_id}_{number}",
            "file_unique_id": f"AQAD{number}",
        }


class Files:
    """All files of one bot. The same URL is the same file."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, File] = {}
        self._by_url: dict[tuple[str, str], File] = {}
        self._by_path: dict[str, File] = {}

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
        return self.add(kind, url=url, name=name, details=details)


def _check_upload(kind: str, upload: Upload) -> None:
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if kind == "photo" and size > PHOTO_BYTES:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")

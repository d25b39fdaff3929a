"""Photos: those the bot uploads, names by URL or sends again by file_id, and those people share."""

from dataclasses import dataclass

from emulator.pictures import landscape
from emulator.shapes import Upload
from emulator.wire import Json, bad_request

SIZES = ((90, 60), (320, 213), (1280, 853))


@dataclass(frozen=True)
class Photo:
    """One photo: its content when it was uploaded, or the address it was taken from."""

    number: int
    content: bytes = b""
    url: str | None = None

    @property
    def path(self) -> str:
        """The Bot API's file_path."""
        return f"photos/file_{self.number}.jpg"

    def sizes(self) -> list[Json]:
        """Bot API PhotoSizes, small to large. The emulator does not look inside: every photo is 3:2."""
        return [self._size(index) for index in range(len(SIZES))]

    def _size(self, index: int) -> Json:
        width, height = SIZES[index]
        names = {"file_id": f"AgACAg-{self.number}-{index}", "file_unique_id": f"AQAD{self.number}-{index}"}
        return names | {"width": width, "height": height, "file_size": len(self.content) or width * height // 8}


class Photos:
    """All photos by file_id. The same URL is the same photo again."""

    def __init__(self) -> None:
        self._by_id: dict[str, Photo] = {}
        self._by_url: dict[str, Photo] = {}
        self._by_path: dict[str, Photo] = {}

    def add(self, content: bytes = b"", url: str | None = None) -> Photo:
        """A new photo."""
        photo = Photo(len(self._by_path) + 1, content, url)
        self._by_path[photo.path] = photo
        self._by_id.update({size["file_id"]: photo for size in photo.sizes()})
        if url:
            self._by_url[url] = photo
        return photo

    def take(self, content: bytes = b"") -> Photo:
        """A photo somebody takes with a camera."""
        return self.add(content or landscape(len(self._by_path)))

    def named(self, source: str | Upload) -> Photo:
        """The photo a `sendPhoto` means by an upload, an HTTP URL or a file_id. Raises a 400 for anything else."""
        if isinstance(source, Upload):
            if not source.content:
                raise bad_request("file must be non-empty")
            return self.add(source.content)
        if source.startswith(("http://", "https://")):
            return self._by_url.get(source) or self.add(url=source)
        if source not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[source]

    def by_id(self, file_id: str) -> Photo | None:
        """The photo with that file_id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> Photo | None:
        """The photo with that file_path."""
        return self._by_path.get(path)

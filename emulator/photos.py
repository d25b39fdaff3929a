"""Photos: uploaded by the bot, named by URL, sent again by file_id, or shared by people."""

from dataclasses import dataclass

from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.sample_picture import sample_picture
from emulator.validation import Upload

SIZES = ((90, 60), (320, 213), (1280, 853))


@dataclass(frozen=True)
class Photo:
    """One photo: the content of an upload, or the URL it was sent by."""

    number: int
    content: bytes = b""
    url: str | None = None

    @property
    def path(self) -> str:
        """The Bot API's file_path."""
        return f"photos/file_{self.number}.jpg"

    def sizes(self) -> list[Json]:
        """Bot API PhotoSizes, from small to large. The emulator does not read the content: every photo is 3:2."""
        return [self._size(index) for index in range(len(SIZES))]

    def _size(self, index: int) -> Json:
        width, height = SIZES[index]
        names = {"file_id": f"AgACAg-{self.number}-{index}", "file_unique_id": f"AQAD{self.number}-{index}"}
        return names | {"width": width, "height": height, "file_size": len(self.content) or width * height // 8}


class Photos:
    """All photos. The same URL is the same photo."""

    def __init__(self) -> None:
        self._by_id: dict[str, Photo] = {}
        self._by_url: dict[str, Photo] = {}
        self._by_path: dict[str, Photo] = {}

    def add(self, content: bytes = b"", url: str | None = None) -> Photo:
        """Adds a photo."""
        photo = Photo(len(self._by_path) + 1, content, url)
        self._by_path[photo.path] = photo
        self._by_id.update({size["file_id"]: photo for size in photo.sizes()})
        if url:
            self._by_url[url] = photo
        return photo

    def add_sample(self, content: bytes = b"") -> Photo:
        """Adds a photo with this content or, if it is empty, with a sample picture."""
        return self.add(content or sample_picture(len(self._by_path)))

    def resolve(self, source: str | Upload) -> Photo:
        """The photo for an upload, an HTTP URL or a file_id. Raises a 400 for anything else."""
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
        """The photo with this file_id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> Photo | None:
        """The photo with this file_path."""
        return self._by_path.get(path)

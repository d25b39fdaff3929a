"""Photos that are in the world without the bot having sent them: those that people share."""

from emulator.files import File, Files
from emulator.sample_picture import sample_picture


class Photos:
    """Adds photos to the files."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def add(self, content: bytes = b"", url: str | None = None) -> File:
        """Adds a photo."""
        return self._files.add("photo", content, url=url)

    def add_sample(self, content: bytes = b"") -> File:
        """Adds a photo with this content or, if it is empty, with a sample picture."""
        return self.add(content or sample_picture(len(self._files)))

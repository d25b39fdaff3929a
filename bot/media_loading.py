"""Loading the files that an imported line names: by a web address, or in the folder of the imported file."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.clock import SystemClock
from bot.proxy import proxy_url
from feeds.fetching import Fetcher, FetchLimits
from news.attachments import STORED, is_to_be_loaded, kind_of_content
from news.files import MAX_BYTES
from news.model import Attachment
from news.richtext import allowed
from news.sources.found import Trouble, VisitFailedError
from news.words import clean, collapse

TIMEOUT_SECONDS = 30.0
MAX_NAME_CHARACTERS = 100
TOO_LARGE = f"it is larger than {MAX_BYTES // 2**20} MB"


class MediaUnavailableError(Exception):
    """A file cannot be loaded; the message says why."""


class MediaLoader:
    """Loads files of at most MAX_BYTES.

    A line may come from a stranger: a path must stay in `folder`, and an address must lead to a host of the internet,
    on port 80 or 443, unless `private` addresses are allowed. `keep` stores the bytes of each file.
    """

    def __init__(self, folder: Path, keep: Callable[[str, bytes], Awaitable[None]], *, private: bool = False) -> None:
        self._folder = folder.resolve()
        self._keep = keep
        self._private = private

    async def load_all(
        self, attachments: Sequence[Attachment], on_missing: Callable[[str], None]
    ) -> tuple[Attachment, ...]:
        """Return the attachments with those that are to be loaded in their place, one after another.

        `on_missing` hears of each that cannot be loaded; it is left out. Raises StorageError.
        """
        found = []
        for each in attachments:
            try:
                found.append(await self.load(each) if is_to_be_loaded(each) else each)
            except MediaUnavailableError as error:
                on_missing(f"{each.source}: {error}; the article is stored without it")
        return tuple(found)

    async def load(self, attachment: Attachment) -> Attachment:
        """Store the bytes of an attachment, and return it with their kind. Raises MediaUnavailableError."""
        reference = attachment.source
        address = allowed(reference)
        if address is None:
            content = await asyncio.to_thread(self._read, reference)
        else:
            content = await self._fetch(address)
        if not content:
            raise MediaUnavailableError("it is empty")
        name = Path(unquote(urlsplit(reference).path) if address else reference).name
        source = f"{STORED}{sha256(content).hexdigest()}"
        await self._keep(source, content)
        return Attachment(kind_of_content(content), source, name=collapse(clean(name))[:MAX_NAME_CHARACTERS])

    def _read(self, reference: str) -> bytes:
        try:
            path = (self._folder / reference).resolve()
            if not path.is_relative_to(self._folder):
                raise MediaUnavailableError(f"it is outside the folder {self._folder}")
            if not path.is_file():
                raise MediaUnavailableError(f"there is no such file in {self._folder}")
            with path.open("rb") as file:
                return _checked(file.read(MAX_BYTES + 1))
        except (OSError, ValueError) as error:
            raise MediaUnavailableError(str(error)) from error

    async def _fetch(self, address: str) -> bytes:
        limits = FetchLimits(TIMEOUT_SECONDS, ports=None if self._private else FetchLimits().ports)
        async with Fetcher(SystemClock(), limits=limits, proxy_for=proxy_url, private=self._private) as fetcher:
            try:
                # "identity": a file that comes packed would be stored packed.
                answer = await fetcher.get(address, most_bytes=MAX_BYTES, accept="*/*", accept_encoding="identity")
            except VisitFailedError as error:
                raise MediaUnavailableError(_told(error)) from error
        if answer.encoding not in ("", "identity"):
            raise MediaUnavailableError(f"it comes packed with {answer.encoding}")
        return answer.body


def _told(error: VisitFailedError) -> str:
    match error.trouble:
        case Trouble.REFUSED:
            return f"HTTP {error.detail}"
        case Trouble.LARGE:
            return TOO_LARGE
        case Trouble.REDIRECTED:
            return f"it is redirected {error.detail}"
        case _:
            return error.detail


def _checked(content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise MediaUnavailableError(TOO_LARGE)
    return content

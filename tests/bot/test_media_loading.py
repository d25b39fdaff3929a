"""Files that imported lines name: from the folder and from the web, with their kind, and nothing from elsewhere."""

import gzip
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.importing import import_lines
from bot.media_loading import MediaLoader, MediaUnavailableError
from news.attachments import kind_of_content
from news.editing import EditingDesk
from news.files import MAX_BYTES
from news.importing import ImportRules, RisingTimestamps
from news.ledger import MessageKind
from news.model import Attachment
from storage import Database
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.bot.test_importing import ZONE
from tests.feeds.sites import OUTSIDE

PNG = b"\x89PNG\r\n\x1a\n picture"


def named(reference: str) -> Attachment:
    return Attachment(MessageKind.DOCUMENT, reference)


class Kept(dict[str, bytes]):
    """The stored bytes."""

    async def keep(self, source: str, content: bytes) -> None:
        self[source] = content


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture, an empty file, one that is too large, and a neighbour outside."""
    (tmp_path / "secret.txt").write_bytes(b"secret")
    inside = tmp_path / "import"
    (inside / "pictures").mkdir(parents=True)
    (inside / "pictures" / "мост 1.png").write_bytes(PNG)
    (inside / "empty.png").write_bytes(b"")
    with (inside / "large.bin").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    return inside


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A web server with a picture."""

    async def serve(request: web.Request) -> web.Response:
        if request.path == "/redirect":
            raise web.HTTPFound("/bridge.png")
        if request.path == "/packed.png":
            return web.Response(body=gzip.compress(PNG), headers={"Content-Encoding": "gzip"})
        return web.Response(body=PNG) if request.path == "/bridge.png" else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    assert server._server is not None
    yield f"http://127.0.0.1:{server._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
    await runner.cleanup()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, MessageKind.PHOTO),
        (b"\xff\xd8\xff\xe0 JFIF", MessageKind.PHOTO),
        (PNG + bytes(10 * 2**20), MessageKind.DOCUMENT),
        (b"GIF89a", MessageKind.ANIMATION),
        (b"\0\0\0\x18ftypmp42", MessageKind.VIDEO),
        (b"ID3\x04", MessageKind.AUDIO),
        (b"%PDF-1.7", MessageKind.DOCUMENT),
        (b"", MessageKind.DOCUMENT),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_first_bytes(content: bytes, kind: MessageKind) -> None:
    assert kind_of_content(content) is kind


async def test_a_file_of_the_folder_is_stored_under_the_hash_of_its_bytes(folder: Path, kept: Kept) -> None:
    loaded = await MediaLoader(folder, kept.keep).load(named("pictures/мост 1.png"))
    assert (loaded.kind, loaded.name, kept) == (MessageKind.PHOTO, "мост 1.png", {loaded.source: PNG})
    assert loaded.source.startswith("sha256:")


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("../secret.txt", "outside the folder"),
        ("/etc/passwd", "outside the folder"),
        ("link.txt", "outside the folder"),
        ("pictures", "no such file"),
        ("none.png", "no such file"),
        ("empty.png", "it is empty"),
        ("large.bin", "larger than 20 MB"),
        ("x" * 5000, "File name too long"),
        ("file:///etc/passwd", "no such file"),
    ],
)
async def test_what_is_not_in_the_folder_is_refused(folder: Path, kept: Kept, reference: str, reason: str) -> None:
    with pytest.raises(MediaUnavailableError, match=reason):
        await MediaLoader(folder, kept.keep).load(named(reference))
    assert kept == {}


async def test_a_picture_is_fetched_from_the_web(site: str, folder: Path, kept: Kept) -> None:
    loader = MediaLoader(folder, kept.keep, private=True)
    for path in ("/bridge.png", "/redirect"):
        loaded = await loader.load(named(site + path))
        assert (loaded.kind, kept[loaded.source]) == (MessageKind.PHOTO, PNG)
    with pytest.raises(MediaUnavailableError, match="HTTP 404"):
        await loader.load(named(f"{site}/none.png"))


async def test_an_address_of_a_private_network_is_not_loaded(site: str, folder: Path, kept: Kept) -> None:
    for address, reason in (
        (site, "port [0-9]+ is not allowed"),
        ("http://127.0.0.1", "private network"),
        ("http://localhost", "private network"),
    ):
        with pytest.raises(MediaUnavailableError, match=reason):
            await MediaLoader(folder, kept.keep).load(named(f"{address}/bridge.png"))


async def test_a_file_that_comes_packed_is_not_stored_packed(site: str, folder: Path, kept: Kept) -> None:
    with pytest.raises(MediaUnavailableError, match="it comes packed with gzip"):
        await MediaLoader(folder, kept.keep, private=True).load(named(f"{site}/packed.png"))
    assert kept == {}


async def test_a_file_is_fetched_by_the_proxy_of_the_environment(
    site: str, folder: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_proxy(ProxyServer(int(site.rpartition(":")[2]))) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        await MediaLoader(folder, kept.keep).load(named(f"http://{OUTSIDE}/bridge.png"))
        with pytest.raises(MediaUnavailableError, match="private network"):
            await MediaLoader(folder, kept.keep).load(named("http://192.168.7.7/bridge.png"))
        assert len(proxy.heads) == 1
    assert list(kept.values()) == [PNG]


async def test_a_line_with_media_is_an_article_with_files_and_names_what_is_missing(
    database: Database, folder: Path
) -> None:
    line = {"title": "Мост", "text": "Открыт.", "media": ["pictures/мост 1.png", "none.png"]}
    clock, notes = SystemClock(), dict[int, str]()
    rules = ImportRules(True, False, ZONE, clock, RisingTimestamps(clock))
    desk = EditingDesk(database, clock)
    lines = BytesIO(json.dumps(line).encode() + b"\n" + json.dumps(line | {"title": "Ещё", "media": 5}).encode())
    result = await import_lines(lines, desk, rules, notes.__setitem__, lambda _: None, folder)
    assert (result.stored, result.refused) == (1, 1)
    assert "none.png: there is no such file" in notes[1]
    assert notes[2] == "media is not a list of addresses or file names"
    async with database.reading() as unit:
        article = await unit.articles.get(1)
        assert article is not None
        (picture,) = article.attachments
        assert (picture.kind, await unit.files.content(picture.source)) == (MessageKind.PHOTO, PNG)

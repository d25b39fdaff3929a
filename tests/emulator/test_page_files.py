"""The files of messages on the chat page: what is served, and as which type."""

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api
from tests.emulator.pictures import png


@pytest.fixture
def shown(emulator: Emulator, anna: Person) -> Person:
    emulator.show(anna, "Гость")
    return anna


@pytest.mark.parametrize(
    ("kind", "data", "content_type"),
    [
        ("photo", b"<script>", "image/png"),
        ("video", b"<script>", "video/mp4"),
        ("animation", b"<script>", "video/mp4"),
        ("animation", b"GIF89a", "image/gif"),
        ("audio", b"<script>", "audio/mpeg"),
        ("document", b"<script>", "application/octet-stream"),
    ],
)
async def test_a_file_has_the_type_of_its_kind_and_is_never_a_page(
    api: Api, emulator: Emulator, shown: Person, kind: str, data: bytes, content_type: str
) -> None:
    await shown.shares_file(kind, data=data, name="Отчёт.html")
    (message,) = emulator.panels.since(0)["people"][0]["messages"][-1:]
    address = message["picture"] if kind == "photo" else message["content"]
    async with api.session.get(api.url + address) as response:
        assert (response.status, response.content_type, await response.read()) == (200, content_type, data)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers.get("Content-Disposition", "").startswith("attachment") is (kind == "document")


async def test_of_published_bytes_only_pictures_are_shown(api: Api, emulator: Emulator) -> None:
    emulator.publish("https://example.com/a.png", png(640, 480))
    emulator.publish("https://example.com/b.html", b"<script>")
    for url, status in (("https://example.com/a.png", 200), ("https://example.com/b.html", 404), ("", 404)):
        async with api.session.get(f"{api.url}/page/web", params={"url": url}) as response:
            assert response.status == status, url

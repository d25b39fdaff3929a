"""The files of the chat page over HTTP: what is served, as which type, and what people send from it."""

from base64 import b64encode
from typing import Any

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api
from tests.emulator.pictures import png


@pytest.fixture
def shown(emulator: Emulator, anna: Person) -> Person:
    emulator.show(anna, "Гость")
    return anna


def chosen(name: str, kind: str, data: bytes = b"content") -> dict[str, str]:
    return {"name": name, "type": kind, "data": b64encode(data).decode()}


async def sends(api: Api, person: Person, **body: Any) -> int:
    async with api.session.post(f"{api.url}/page/people/{person.id}/files", json=body) as response:
        return response.status


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


async def test_neighbours_of_one_family_are_albums_and_animations_stand_alone(api: Api, shown: Person) -> None:
    files = [
        chosen("1.png", "image/png", png(640, 480)),
        chosen("2.mp4", "video/mp4"),
        chosen("3.gif", "image/gif"),
        chosen("4.gif", "image/gif"),
        chosen("5.mp3", "audio/mpeg"),
        *(chosen(f"{number}.bin", "") for number in range(6, 18)),
    ]
    assert await sends(api, shown, files=files, caption="Всё") == 200
    messages = [update["message"] for update in await api.ok("getUpdates")]
    albums = [message.get("media_group_id") for message in messages]
    assert albums[0] == albums[1] is not None
    assert albums[2:5] == [None] * 3
    assert [albums.count(album) for album in (albums[5], albums[-1])] == [10, 2]
    assert [message.get("caption") for message in messages] == ["Всё", *[None] * 16]
    assert messages[1]["video"]["file_name"] == "2.mp4"


@pytest.mark.parametrize(
    "body",
    [{}, {"files": [{"name": "a"}]}, {"files": [chosen("a", "", b"")]}, {"files": [chosen("a", "") | {"data": "ж"}]}],
)
async def test_what_is_no_file_is_refused(api: Api, shown: Person, body: dict[str, Any]) -> None:
    assert await sends(api, shown, **body) == 400
    assert await api.ok("getUpdates") == []

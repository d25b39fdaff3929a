"""What people send from the chat page: chosen files, together where they can be."""

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

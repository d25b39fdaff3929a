"""The chat page over HTTP: its files, its event stream, the actions of people, and requests of other sites."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import emulator.page
from emulator import Emulator, PageButton, Person
from emulator.world import now
from tests.emulator.api_client import Api

FOLDER = emulator.page.FOLDER


class Stream:
    """The page's server-sent events."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self) -> dict[str, Any]:
        while True:
            line = (await self.response.content.readline()).decode()
            if line.startswith("data: "):
                state: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return state


@asynccontextmanager
async def watching(api: Api) -> AsyncIterator[Stream]:
    async with api.session.get(f"{api.url}/page/events") as response:
        assert response.content_type == "text/event-stream"
        yield Stream(response)


@pytest.fixture
def shown(emulator: Emulator, anna: Person) -> Person:
    emulator.show(anna, "Гость")
    return anna


async def acts(api: Api, person: Person, verb: str, **body: Any) -> Any:
    async with api.session.post(f"{api.url}/page/people/{person.id}/{verb}", json=body) as response:
        assert response.status == 200, await response.text()
        return (await response.json())["result"]


async def test_the_page_and_its_files_load_nothing_from_other_sites(api: Api) -> None:
    async with api.session.get(f"{api.url}/") as response:
        page = await response.text()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    for name in re.findall(r'(?:href|src)="/page/([^"]+)"', page):
        async with api.session.get(f"{api.url}/page/{name}") as response:
            assert response.status == 200, name
    files = list(FOLDER.iterdir())
    assert len(files) > 10
    for path in files:
        assert not re.search(r"https?://(?!t\.me/|www\.w3\.org/2000/svg)[^$]", path.read_text()), path.name


def test_no_script_of_the_page_inserts_data_as_markup() -> None:
    scripts = list(FOLDER.glob("*.js"))
    assert len(scripts) > 5
    for path in scripts:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text()), (
            path.name
        )


@pytest.mark.parametrize("name", ["../page.py", "..%2Fpage.py", "nothing.js", "%2e%2e/world.py"])
async def test_only_the_files_of_the_page_are_served(api: Api, name: str) -> None:
    async with api.session.get(f"{api.url}/page/{name}") as response:
        assert response.status == 404


async def test_the_stream_begins_with_everything_and_goes_on_with_changes(api: Api, shown: Person) -> None:
    async with watching(api) as stream:
        first = await stream.next()
        (person,) = first["people"]
        assert (person["name"], person["role"], person["started"], person["blocked"]) == ("Anna", "Гость", True, False)
        assert [message["text"] for message in person["messages"]] == ["/start"]
        sent = await api.ok("sendMessage", chat_id=shown.id, text="Hi")
        (message,) = await self_messages(stream)
        assert (message["text"], message["own"]) == ("Hi", False)
        await api.ok("deleteMessage", chat_id=shown.id, message_id=sent["message_id"])
        while not (state := await stream.next())["people"][0]["deleted"]:
            pass
        assert state["people"][0]["deleted"] == [sent["message_id"]]


async def self_messages(stream: Stream) -> list[dict[str, Any]]:
    while not (messages := (await stream.next())["people"][0]["messages"]):
        pass
    return list(messages)


async def test_the_stream_includes_commands_and_blocks(api: Api, shown: Person) -> None:
    async with watching(api) as stream:
        await stream.next()
        await api.ok("setMyCommands", commands=[{"command": "read", "description": "Читать"}])
        while not (person := (await stream.next())["people"][0])["commands"]:
            pass
        assert person["commands"][0]["command"] == "read"
        await shown.blocks()
        while not (await stream.next())["people"][0]["blocked"]:
            pass


async def test_a_person_acts_through_the_page(api: Api, shown: Person) -> None:
    said = await acts(api, shown, "say", text="Привет")
    await acts(api, shown, "edit", message_id=said["message_id"], text="Добрый день")
    await acts(api, shown, "say", text="Ещё", reply_to=said["message_id"])
    await acts(api, shown, "start", parameter="a_5")
    await acts(api, shown, "photo", caption="На площади")
    await acts(api, shown, "block")
    await acts(api, shown, "unblock")
    await acts(api, shown, "speak", language="en")
    await acts(api, shown, "start")
    kinds = [next(key for key in update if key != "update_id") for update in await api.ok("getUpdates")]
    assert kinds == ["message", "edited_message", *["message"] * 3, *["my_chat_member"] * 2, "message"]
    assert shown.user.language_code == "en"
    assert [message.get("text") for message in shown.messages][-3:] == ["/start a_5", None, "/start"]


async def test_the_photo_a_person_sends_is_a_picture(api: Api, shown: Person) -> None:
    await acts(api, shown, "photo", caption="")
    async with watching(api) as stream:
        picture = (await stream.next())["people"][0]["messages"][-1]["picture"]
    async with api.session.get(api.url + picture) as response:
        assert (await response.read()).startswith(b"\x89PNG")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with api.session.get(f"{api.url}/page/files/photos/file_9.jpg") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("say", {"text": " "}, 400),
        ("say", {}, 400),
        ("say", {"text": "x", "reply_to": 999}, 400),
        ("edit", {"message_id": "first", "text": "x"}, 400),
        ("press", {"message_id": None, "data": "x"}, 400),
        ("steal", {}, 404),
    ],
)
async def test_an_impossible_action_is_refused_with_a_reason(
    api: Api, shown: Person, verb: str, body: dict[str, Any], status: int
) -> None:
    async with api.session.post(f"{api.url}/page/people/{shown.id}/{verb}", json=body) as response:
        assert response.status == status
        assert await response.text()


async def test_only_people_on_the_page_can_act(api: Api, anna: Person) -> None:
    async with api.session.post(f"{api.url}/page/people/{anna.id}/say", json={"text": "x"}) as response:
        assert response.status == 404


@pytest.mark.parametrize("path", ["/", "/page/events", "/page/page.js"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_a_page_of_another_site_is_refused(api: Api, path: str, headers: dict[str, str]) -> None:
    async with api.session.get(f"{api.url}{path}", headers=headers) as response:
        assert response.status == 403


async def test_the_bot_api_accepts_any_host(api: Api) -> None:
    async with api.session.get(f"{api.url}/bot1:test/getMe", headers={"Host": "emulator:8081"}) as response:
        assert response.status == 200


async def test_the_same_origin_is_accepted_under_any_name_of_this_machine(api: Api, shown: Person) -> None:
    port = api.url.rpartition(":")[2]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"):
        headers = {"Host": host, "Origin": f"http://{host}"}
        url = f"{api.url}/page/people/{shown.id}/say"
        async with api.session.post(url, json={"text": "x"}, headers=headers) as response:
            assert response.status == 200


async def test_a_body_must_be_json_and_small(api: Api, shown: Person) -> None:
    url = f"{api.url}/page/people/{shown.id}/say"
    async with api.session.post(url, data='{"text": "x"}', headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415
    async with api.session.post(url, json={"text": "x" * 70_000}) as response:
        assert response.status == 413
    for body in ("{", "[]"):
        async with api.session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400


async def test_the_stream_ends_when_the_emulator_closes() -> None:
    async with aiohttp.ClientSession() as session:
        async with Emulator() as running:
            response = await session.get(f"{running.url}/page/events")
            await response.content.readline()
        await response.read()


def test_the_page_has_no_file_beyond_350_lines() -> None:
    for path in Path(FOLDER).iterdir():
        assert len(path.read_text().splitlines()) <= 350, path.name


async def test_a_panel_has_the_groups_and_channels_that_the_person_is_in(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    forum = emulator.group("Форум", admins=[anna], forum=True)
    news, old = forum.opens_topic("Новости"), forum.opens_topic("Старое")
    forum.deletes_topic(old)
    channel = emulator.channel("Вестник", username="vestnik")
    emulator.show(anna, "Гость", chats=[forum, channel])
    await api.ok("sendMessage", chat_id=forum.id, text="Номер вышел", message_thread_id=news)
    async with watching(api) as stream:
        (person,) = (await stream.next())["people"]
        (shown,) = person["chats"]
    assert (shown["title"], shown["type"], shown["is_forum"], shown["may_write"]) == ("Форум", "supergroup", True, True)
    assert shown["topics"] == [{"thread": news, "name": "Новости"}]
    assert shown["messages"][-1]["text"] == "Номер вышел"
    channel.adds(anna.user)
    async with watching(api) as stream:
        reader = (await stream.next())["people"][0]["chats"][1]
    assert (reader["type"], reader["may_write"]) == ("channel", False)


async def test_a_person_acts_in_a_chat_of_the_panel_and_in_no_other(api: Api, emulator: Emulator, anna: Person) -> None:
    forum = emulator.group("Форум", admins=[anna], forum=True)
    topic = forum.opens_topic("Новости")
    other = emulator.group("Чужая", admins=[anna])
    emulator.show(anna, chats=[forum])
    said = await acts(api, anna, "say", text="Привет", chat=forum.id, topic=topic)
    assert said["message_thread_id"] == topic
    await acts(api, anna, "photo", caption="Площадь", count=3, chat=forum.id)
    assert [message.get("caption") for message in forum.messages[-3:]] == ["Площадь", None, None]
    (forwarded,) = await acts(api, anna, "forward", message_id=said["message_id"], chat=forum.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == anna.id
    assert anna.messages[-1] == forwarded
    body = {"text": "Привет", "chat": other.id}
    async with api.session.post(f"{api.url}/page/people/{anna.id}/say", json=body) as response:
        assert response.status == 400
        assert "no chat" in (await response.json())["error"]


async def test_the_page_has_a_button_of_the_program_which_answers_when_its_work_is_done(
    emulator: Emulator, api: Api
) -> None:
    done = []

    async def press() -> None:
        done.append(1)
        emulator.show_button(PageButton({"ru": "Утро", "en": "Morning"}, {"ru": "", "en": ""}))

    async with watching(api) as stream:
        assert (await stream.next())["buttons"] == []
        emulator.show_button(PageButton({"ru": "Ночь", "en": "Night"}, {"ru": "23:30", "en": "23:30"}, press))
        words, hints = {"ru": "Ночь", "en": "Night"}, {"ru": "23:30", "en": "23:30"}
        button = {"name": "clock", "words": words, "hints": hints, "disabled": False}
        assert (await stream.next())["buttons"] == [button]
        async with api.session.post(f"{api.url}/page/button", json={"name": "clock"}) as response:
            assert (response.status, done) == (200, [1])
        assert (await stream.next())["buttons"][0]["disabled"] is True
    async with api.session.post(f"{api.url}/page/button", json={"name": "clock"}) as response:
        assert (response.status, done) == (404, [1])


async def test_only_the_page_itself_may_press_the_button(emulator: Emulator, api: Api) -> None:
    async def press() -> None:
        raise AssertionError("pressed by another site")

    emulator.show_button(PageButton({}, {}, press))
    async with api.session.post(
        f"{api.url}/page/button", json={"name": "clock"}, headers={"Origin": "https://evil.example"}
    ) as got:
        assert got.status == 403
    async with api.session.post(f"{api.url}/page/button", data="{}") as got:
        assert got.status == 415


async def test_the_page_is_told_how_far_the_emulated_clock_is_ahead() -> None:
    async with (
        Emulator(clock=lambda: now() + timedelta(hours=9)) as emulator,
        aiohttp.ClientSession() as session,
        session.get(f"{emulator.url}/page/events") as response,
    ):
        assert (await Stream(response).next())["seconds_ahead"] == 9 * 3600


async def test_a_program_puts_files_on_a_site_and_a_client_that_has_one_is_told_so(
    emulator: Emulator, api: Api
) -> None:
    url = emulator.host("feed.xml", b"<rss/>", "application/rss+xml")
    async with api.session.get(url) as response:
        assert (response.status, response.content_type, await response.read()) == (
            200,
            "application/rss+xml",
            b"<rss/>",
        )
        tag = response.headers["ETag"]
    async with api.session.get(url, headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    emulator.host("feed.xml", b"<rss></rss>", "application/rss+xml")
    async with api.session.get(url, headers={"If-None-Match": tag}) as response:
        assert (response.status, await response.read()) == (200, b"<rss></rss>")
    async with api.session.get(f"{url}x") as response:
        assert response.status == 404


async def test_buttons_of_different_names_stand_beside_each_other(emulator: Emulator, api: Api) -> None:
    pressed = []

    async def press() -> None:
        pressed.append("site")

    async with watching(api) as stream:
        await stream.next()
        emulator.show_button(PageButton({}, {}), "clock")
        await stream.next()
        emulator.show_button(PageButton({}, {}, press), "site")
        assert [button["name"] for button in (await stream.next())["buttons"]] == ["clock", "site"]
    async with api.session.post(f"{api.url}/page/button", json={"name": "site"}) as response:
        assert (response.status, pressed) == (200, ["site"])
    async with api.session.post(f"{api.url}/page/button", json={"name": "clock"}) as response:
        assert response.status == 404

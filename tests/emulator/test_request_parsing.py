"""The parameters of a request: in the query, in forms and multipart forms, and in JSON bodies."""

import json
from io import BytesIO

import aiohttp

from emulator import Person
from emulator.server import MAX_REQUEST_BYTES
from tests.emulator.api_client import Api


async def test_parameters_may_stand_in_the_query_of_a_get(api: Api, anna: Person) -> None:
    async with api.session.get(
        f"{api.url}/bot1:test/sendMessage", params={"chat_id": anna.id, "text": "Hi"}
    ) as response:
        assert (await response.json())["ok"]
    assert anna.last is not None
    assert anna.last["text"] == "Hi"


async def test_a_urlencoded_form_carries_nested_values_as_json(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    form = {"chat_id": str(anna.id), "text": "Hi", "reply_markup": json.dumps(markup), "protect_content": "True"}
    status, body = await api.call("sendMessage", data=form)
    assert status == 200
    assert body["result"]["reply_markup"] == markup
    assert body["result"]["has_protected_content"] is True


async def test_a_body_that_is_not_a_json_object_is_a_bad_request(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[]", '"text"'):
        status, answer = await api.call("getMe", data=body, headers=headers)
        assert (status, answer["ok"]) == (400, False)


async def test_a_body_of_an_unknown_type_is_a_bad_request(api: Api) -> None:
    status, answer = await api.call("getMe", data="text", headers={"Content-Type": "text/plain"})
    assert (status, answer["description"]) == (400, "Bad Request: unsupported content type text/plain")


async def test_a_request_too_large_is_refused_in_json(api: Api) -> None:
    form = aiohttp.FormData({"photo": BytesIO(b"x" * (MAX_REQUEST_BYTES + 1))})
    status, answer = await api.call("sendPhoto", data=form)
    assert (status, answer["description"]) == (413, "Request Entity Too Large")


async def test_json_in_a_form_names_uploads_too(api: Api, anna: Person) -> None:
    media = [{"type": "photo", "media": f"attach://{name}"} for name in ("one", "two")]
    form = aiohttp.FormData({"chat_id": str(anna.id), "media": json.dumps(media)})
    form.add_field("one", b"1", filename="one.jpg")
    form.add_field("two", b"22", filename="two.jpg")
    status, body = await api.call("sendMediaGroup", data=form)
    assert status == 200
    assert [message["photo"][-1]["file_size"] for message in body["result"]] == [1, 2]


async def test_media_that_is_no_json_is_a_bad_request(api: Api, anna: Person) -> None:
    status, body = await api.call("sendMediaGroup", data={"chat_id": str(anna.id), "media": "[attach://one"})
    assert (status, body["description"]) == (400, 'Bad Request: can\'t parse "media" as JSON')


async def test_an_upload_that_nothing_names_is_an_unknown_parameter(api: Api, anna: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id), "text": "attach://one"})
    form.add_field("two", b"22", filename="two.jpg")
    status, body = await api.call("sendMessage", data=form)
    assert (status, body["description"].startswith('Bad Request: unknown parameter "two"')) == (400, True)


async def test_an_upload_stands_under_the_parameters_own_name_or_under_the_name_it_is_given(
    api: Api, anna: Person
) -> None:
    for value in ({}, {"photo": "attach://cover"}):
        form = aiohttp.FormData({"chat_id": str(anna.id), **value})
        form.add_field("cover" if value else "photo", b"picture", filename="cover.jpg")
        status, body = await api.call("sendPhoto", data=form)
        assert status == 200
        assert body["result"]["photo"][-1]["file_size"] == 7

"""Multipart bodies: whatever the parameters and files are, the server reads the same."""

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.http_pool import ConnectionPool
from bot.multipart import RequestBody, Upload, multipart_body
from tests.bot.stub_api import Request, open_stub_api

keys = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=10)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
values = texts | st.integers() | st.booleans() | st.lists(st.dictionaries(keys, texts, max_size=2), max_size=2)


async def posted(body: RequestBody) -> Request:
    async with open_stub_api() as server:
        pool, received = ConnectionPool(f"{server.url}/bot1:test"), asyncio.get_running_loop().create_future()
        pool.post("sendPhoto", body.data, received.set_result, body.content_type)
        async with asyncio.timeout(10):
            assert (await received).status == 200
        await pool.close()
        (request,) = server.requests
        return request


async def test_a_file_has_its_name_and_its_bytes() -> None:
    body = await multipart_body({"chat_id": 7, "caption": "Карта"}, {"photo": Upload('ка"рта\r\n.png', b"\x89PNG\r\n")})
    assert 'filename="ка\\"рта.png"'.encode() in body.data
    request = await posted(body)
    assert request.form == {"chat_id": "7", "caption": "Карта", "photo": b"\x89PNG\r\n"}


async def test_a_file_without_a_name_has_its_key() -> None:
    body = await multipart_body({}, {"cover": Upload("\n", b"x")})
    assert b'filename="cover"' in body.data


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(keys, values, max_size=5),
    st.dictionaries(keys.map("file_{}".format), st.binary(), min_size=1, max_size=3),
)
def test_the_server_reads_what_was_encoded(parameters: dict[str, Any], files: dict[str, bytes]) -> None:
    async def exchange() -> Request:
        return await posted(
            await multipart_body(parameters, {key: Upload("x.bin", data) for key, data in files.items()})
        )

    with asyncio.Runner() as runner:
        request = runner.run(exchange())
    found = dict(request.form)
    for name, value in parameters.items():
        if name not in files:
            assert found[name] == value if isinstance(value, str) else json.loads(found[name]) == value
    assert {key: found[key] for key in files} == files

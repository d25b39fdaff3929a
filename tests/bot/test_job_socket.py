"""The socket on which jobs are handed over."""

import asyncio
from pathlib import Path

from bot.job_socket import unix_socket


async def test_a_socket_may_have_a_long_path(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120) / ("y" * 120)
    folder.mkdir(parents=True)
    with unix_socket(folder / "one") as (listening, address):
        listening.bind(address)
        listening.listen()
        with unix_socket(folder / "one") as (connecting, same):
            await asyncio.get_running_loop().sock_connect(connecting, same)

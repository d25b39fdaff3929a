"""Looking names up: a resolver whose threads are its own, so that a dead name server holds up no other work."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

# A lookup at a name server that does not answer takes up to half a minute of a thread.
MAX_LOOKUPS = 16


class ThreadResolver(AbstractResolver):
    """Asks the machine's resolver, in at most MAX_LOOKUPS threads.

    The resolver of aiohttp shares its threads with all other work in threads of the program.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MAX_LOOKUPS, thread_name_prefix="resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return all addresses of a name, at least one. Raises OSError, or ValueError for what cannot be a name."""
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """End the threads; one that still waits for a name server ends when it gives up."""
        self._threads.shutdown(wait=False, cancel_futures=True)

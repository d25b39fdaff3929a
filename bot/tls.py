"""TLS for one connection of the pool: the standard library's TLS object, fed by hand.

asyncio's own TLS transport spends more on its layers than on the encryption: two thirds of what TLS costs per request.
"""

import asyncio
import ssl
from collections.abc import Iterator

# The most that one record holds: https://www.rfc-editor.org/rfc/rfc8446#section-5.1.
RECORD_BYTES = 16 * 1024


class TlsLayer:
    """Encrypts what a connection writes and decrypts what it reads, over a transport that carries bytes as they are.

    `ready` is done when the handshake is, with its error if it fails. Errors are OSErrors.
    """

    def __init__(self, context: ssl.SSLContext, host: str, transport: asyncio.WriteTransport) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._transport = transport
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._shake_hands()

    def write(self, data: bytes) -> None:
        """Encrypt and send: a request of up to 16 kB is one record and one packet to the kernel."""
        self._tls.write(data)
        self._flush()

    def read(self, received: memoryview) -> Iterator[bytes]:
        """Yield what the received bytes hold, record by record. Raises ConnectionError if the server says goodbye."""
        self._incoming.write(received)
        if not self.ready.done():
            self._shake_hands()
        if not self.ready.done() or self.ready.cancelled() or self.ready.exception() is not None:
            return
        try:
            while data := self._tls.read(RECORD_BYTES):
                yield data
        except ssl.SSLWantReadError:
            self._flush()  # an answer of TLS itself, to new keys for example
        else:
            raise ConnectionError("the server ended the connection")

    def fail(self, error: OSError) -> bool:
        """End a handshake that is still going on; return whether there was one."""
        if self.ready.done():
            return False
        self.ready.set_exception(error)
        return True

    def _shake_hands(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
        except OSError as error:
            self._flush()
            self.ready.set_exception(error)
        else:
            self._flush()
            self.ready.set_result(None)

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._transport.write(self._outgoing.read())

"""Downloads of files that Telegram has stored, by getFile (https://core.telegram.org/bots/api#getfile)."""

import asyncio
import re

from aiohttp import ClientError, ClientTimeout

from bot.api_session import ApiSession, NoResponseError
from news.files import MAX_BYTES, FileUnavailableError
from news.rejections import Rejection, rejection

TIMEOUT_SECONDS = 60.0


class TelegramFiles:
    """Implements `news.files.FileSource` by the bot's session: through its proxy, if it has one."""

    def __init__(self, session: ApiSession, token: str) -> None:
        self._session = session
        self._token = token

    async def fetch(self, file_id: str) -> bytes:
        """Return the bytes of a file of at most MAX_BYTES. Raises FileUnavailableError."""
        path = await self._path(file_id)
        session = await self._session.create_session()
        url = self._session.api.file_url(self._token, path)
        try:
            async with session.get(url, timeout=ClientTimeout(total=TIMEOUT_SECONDS)) as response:
                if response.status != 200:
                    raise FileUnavailableError(f"HTTP {response.status}")
                content = await response.content.read(MAX_BYTES + 1)
                while len(content) <= MAX_BYTES and (more := await response.content.read(MAX_BYTES + 1)):
                    content += more
        except (ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise FileUnavailableError(self._hide_token(str(error) or type(error).__name__)) from error
        if len(content) > MAX_BYTES:
            raise FileUnavailableError(f"the file is larger than {MAX_BYTES} bytes", for_good=True)
        return content

    async def _path(self, file_id: str) -> str:
        try:
            answer = await self._session.call("getFile", {"file_id": file_id})
        except NoResponseError as error:
            raise FileUnavailableError(str(error)) from error
        found = answer.body.get("result")
        path = found.get("file_path") if isinstance(found, dict) else None
        if not answer.ok or not isinstance(path, str):
            refused = answer.code == 400 and rejection(answer.code, answer.description) is Rejection.MEDIA
            raise FileUnavailableError(answer.description, for_good=refused)
        return path

    def _hide_token(self, words: str) -> str:
        return re.sub(re.escape(self._token), "…", words)

"""A real browser for tests of pages: Debian's chromium, driven by playwright."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

MISSING = "chromium is missing: apt-get install chromium"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Open the browser for the duration of the block.

    Without chromium the test is skipped; with CI=true it fails, because CI must test the page.
    """
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":  # noqa: TID251 - CI sets it for the tests, not for the bot
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    async with async_playwright() as playwright:
        # As root, for example in a container, chromium starts only without its sandbox; it opens only our own pages.
        # The /dev/shm of a container is often too small for chromium.
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        await browser.close()

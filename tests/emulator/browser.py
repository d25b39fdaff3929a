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
    """Opens the browser for as long as the block runs.

    Where there is none the test is skipped, but with CI=true it fails: there a skipped test is an untested page.
    """
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":  # noqa: TID251 - CI sets it for the tests, not for the bot
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    async with async_playwright() as playwright:
        # As root, as in a container, chromium starts only without its sandbox; it opens our own pages alone.
        # A container's /dev/shm is often too small for it.
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        await browser.close()

"""Without chromium, tests of the page are skipped, and fail in CI."""

import pytest

from tests.emulator.browser import MISSING, chromium


async def test_without_chromium_a_test_is_skipped_outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=MISSING):
        async with chromium():
            pass


async def test_without_chromium_a_test_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=MISSING):
        async with chromium():
            pass

"""The logs: one line per event, and the token in no line, also not in a library's."""

import io
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
OTHER = "654321:ZZyyXXwwVVuuTTssRRqqPPooNNmmLLkkJJi"
SHORT = "1:test"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    loud = {name: logging.getLogger(name).level for name in ("aiogram", "apscheduler", "asyncio", "alembic")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in loud.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


def opened(level: str = "DEBUG", secret: str | None = TOKEN) -> io.StringIO:
    stream = io.StringIO()
    set_up(level, secret, stream)
    return stream


def test_an_event_is_one_line_with_time_level_and_origin() -> None:
    stream = opened()
    logging.getLogger("news.delivery").info("edition %s opened", 7)
    (line,) = stream.getvalue().splitlines()
    assert "edition 7 opened" in line
    assert "[info" in line
    assert "news.delivery" in line
    assert line[:2] == "20"
    assert "Z" in line.split()[0]


def test_what_is_below_the_level_is_not_written() -> None:
    stream = opened("WARNING")
    logging.getLogger("news.delivery").info("quiet")
    logging.getLogger("news.delivery").warning("loud")
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_libraries_log_warnings_only(level: str) -> None:
    stream = opened(level)
    for name in ("aiogram.event", "alembic.runtime", "asyncio"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble of %s", name)
    assert "chatter" not in stream.getvalue()
    assert stream.getvalue().count("trouble") == 3


def test_a_run_of_a_timer_that_is_left_out_is_no_warning_but_an_error_is_logged() -> None:
    stream = opened("DEBUG")
    logger = logging.getLogger("apscheduler.scheduler")
    logger.warning("skipped")
    logger.error("failed")
    assert "skipped" not in stream.getvalue()
    assert "failed" in stream.getvalue()


@pytest.mark.parametrize("secret", [TOKEN, SHORT])
def test_the_token_is_masked_everywhere_in_a_record(secret: str) -> None:
    stream = opened(secret=secret)
    logger = logging.getLogger("bot")
    logger.info("https://api.telegram.org/bot%s/getMe", secret)
    logger.info("to %(token)s", {"token": secret})
    logger.info("extra", extra={"url": f"/bot{secret}/sendMessage"})
    structlog.get_logger("bot").info("structured", token=secret)
    try:
        int(f"/bot{secret}/getUpdates")
    except ValueError:
        logger.exception("it failed with %s", secret)
    written = stream.getvalue()
    assert secret not in written
    assert written.count("***") >= 6
    assert "Traceback" in written


def test_a_traceback_shows_no_variables() -> None:
    """Variables contain people's messages, and a token that a box around them would cut in two."""
    stream = opened()

    words, address = "секрет читателя", f"https://api.telegram.org/bot{TOKEN}/sendMessage" * 3

    def answer(words: str, address: str) -> None:
        int(words[:1] + address[:1])

    try:
        answer(words, address)
    except ValueError:
        logging.getLogger("bot").exception("it failed")
    written = stream.getvalue()
    assert "in answer" in written
    assert "секрет читателя" not in written
    assert TOKEN[:12] not in written
    assert len(written.splitlines()) < 30


def test_another_token_is_recognised_by_its_form() -> None:
    stream = opened(secret=None)
    logging.getLogger("bot").warning("https://api.telegram.org/bot%s/getMe", OTHER)
    assert OTHER not in stream.getvalue()
    assert "bot***/getMe" in stream.getvalue()


def test_a_message_with_percent_signs_and_no_arguments_is_written() -> None:
    stream = opened()
    logging.getLogger("bot").info("100 % of 5%d")
    assert "100 % of 5%d" in stream.getvalue()


def test_setting_up_twice_does_not_write_twice() -> None:
    opened()
    stream = opened()
    logging.getLogger("bot").info("once")
    assert stream.getvalue().count("once") == 1


def test_a_file_gets_no_colours() -> None:
    stream = opened()
    logging.getLogger("bot").error("plain")
    assert "\x1b" not in stream.getvalue()


def test_an_update_of_a_kind_unknown_to_aiogram_is_not_written_out() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        opened()
        warnings.warn("\nDetected unknown update type.\nUpdate: что написал читатель", RuntimeWarning, stacklevel=1)
    assert shown == []

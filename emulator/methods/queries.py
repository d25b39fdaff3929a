"""The methods that answer callback queries and inline queries."""

import re
from collections import Counter
from collections.abc import Sequence

from emulator.callback_queries import CallbackAnswer
from emulator.errors import bad_request
from emulator.inline_queries import InlineAnswer, shared_content
from emulator.json_types import Json
from emulator.keyboards import check_keyboard
from emulator.message_content import is_blank
from emulator.world import World

MAX_CHARACTERS = 200
MAX_RESULTS = 50
ID_BYTES = 64
OFFSET_BYTES = 64
MAX_CACHE_SECONDS = 24 * 60 * 60


async def answer_callback_query(world: World, parameters: Json) -> bool:
    """AnswerCallbackQuery; `url` may only be a deep link to the bot."""
    text = parameters.get("text", "")
    if len(text) > MAX_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    if parameters.get("url") and not parameters["url"].startswith((f"https://t.me/{world.bot.username}?", "tg://")):
        raise bad_request("URL_INVALID")
    answer = CallbackAnswer(
        text, parameters.get("show_alert", False), parameters.get("url"), parameters.get("cache_time", 0)
    )
    world.answer_callback_query(parameters["callback_query_id"], answer)
    return True


async def answer_inline_query(world: World, parameters: Json) -> bool:
    """AnswerInlineQuery with articles; `cache_time` is clamped to 0 to 24 hours, as by the Bot API server.

    Errors: https://core.telegram.org/method/messages.setInlineBotResults
    """
    _check_results(parameters["results"])
    offset, button = parameters.get("next_offset", ""), parameters.get("button")
    if len(offset.encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    if button is not None:
        _check_button(button)
    cache_time = min(max(parameters.get("cache_time", 300), 0), MAX_CACHE_SECONDS)
    is_personal = parameters.get("is_personal", False)
    world.answer_inline_query(
        InlineAnswer(
            parameters["inline_query_id"], tuple(parameters["results"]), offset, button, cache_time, is_personal
        )
    )
    return True


def _check_results(results: Sequence[Json]) -> None:
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if any(count > 1 for count in Counter(result["id"] for result in results).values()):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= ID_BYTES:
            raise bad_request("RESULT_ID_INVALID" if result["id"] else "RESULT_ID_EMPTY")
        if is_blank(result["title"]):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        if "reply_markup" in result:
            check_keyboard(result["reply_markup"], "private")
        shared_content(result)


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "web_app" in button or "start_parameter" not in button:
        raise bad_request("a button over the results opens the chat: it needs a start_parameter (no web apps here)")
    if not re.fullmatch(r"[\w-]{1,64}", button["start_parameter"], re.ASCII):
        raise bad_request("START_PARAM_INVALID")

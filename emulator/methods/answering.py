"""The methods that answer: a pressed button, and what somebody typed after the bot's name."""

import re
from collections import Counter
from collections.abc import Sequence

from emulator.inline import Offer, shared
from emulator.keyboards import check_keyboard
from emulator.queries import CallbackAnswer
from emulator.wire import Json, bad_request
from emulator.world import World

MOST_CHARACTERS = 200
MOST_RESULTS = 50
ID_BYTES = 64
OFFSET_BYTES = 64
LONGEST_CACHE_SECONDS = 24 * 60 * 60


async def answer_callback_query(world: World, given: Json) -> bool:
    """AnswerCallbackQuery; `url` may only lead back to the bot."""
    text = given.get("text", "")
    if len(text) > MOST_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    if given.get("url") and not given["url"].startswith((f"https://t.me/{world.bot.username}?", "tg://")):
        raise bad_request("URL_INVALID")
    answer = CallbackAnswer(text, given.get("show_alert", False), given.get("url"), given.get("cache_time", 0))
    world.answer_press(given["callback_query_id"], answer)
    return True


async def answer_inline_query(world: World, given: Json) -> bool:
    """AnswerInlineQuery with articles; `cache_time` is held between nothing and a day, as the Bot API server does.

    The words of the refusals: https://core.telegram.org/method/messages.setInlineBotResults
    """
    _check_results(given["results"])
    offset, button = given.get("next_offset", ""), given.get("button")
    if len(offset.encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    if button is not None:
        _check_button(button)
    cache_time = min(max(given.get("cache_time", 300), 0), LONGEST_CACHE_SECONDS)
    is_personal = given.get("is_personal", False)
    world.answer_inquiry(
        Offer(given["inline_query_id"], tuple(given["results"]), offset, button, cache_time, is_personal)
    )
    return True


def _check_results(results: Sequence[Json]) -> None:
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if any(count > 1 for count in Counter(result["id"] for result in results).values()):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= ID_BYTES:
            raise bad_request("RESULT_ID_INVALID" if result["id"] else "RESULT_ID_EMPTY")
        if not result["title"].strip():
            raise bad_request("ARTICLE_TITLE_EMPTY")
        if "reply_markup" in result:
            check_keyboard(result["reply_markup"], "private")
        shared(result)


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "web_app" in button or "start_parameter" not in button:
        raise bad_request("a button over the results opens the chat: it needs a start_parameter (no web apps here)")
    if not re.fullmatch(r"[\w-]{1,64}", button["start_parameter"], re.ASCII):
        raise bad_request("START_PARAM_INVALID")

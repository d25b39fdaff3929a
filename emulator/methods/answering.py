"""The method that answers a pressed button."""

from emulator.queries import CallbackAnswer
from emulator.wire import Json, bad_request
from emulator.world import World

MOST_CHARACTERS = 200


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

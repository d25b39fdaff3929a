"""Inline mode: queries, results, the cache of answers, and shared results."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent

from emulator import Emulator, InlineAnswer, Person
from emulator.world import now
from tests.emulator.api_client import Api
from tests.emulator.inline_bot import InlineBot, article

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
READ = {"inline_keyboard": [[{"text": "Читать", "url": "https://t.me/vestnik_bot?start=a_5"}]]}


async def type_words(bot: InlineBot, person: Person, words: str, *results: dict[str, Any], **how: Any) -> InlineAnswer:
    """Let the person type and the bot answer. `how` are options of the answer and of `Person.types`."""
    options = {name: how.pop(name) for name in ("cache_time", "is_personal", "next_offset", "button") if name in how}
    _, answer = await asyncio.gather(bot.answer(*results, **options), person.types(words, **how))
    assert answer is not None
    return answer


async def test_the_bot_gets_the_inline_query_and_the_person_sees_the_results(
    inline_bot: InlineBot, anna: Person
) -> None:
    button = {"text": "Искать", "start_parameter": "s"}
    answer = await type_words(
        inline_bot, anna, "мост", article(), article("6", "Тоннель"), next_offset="20", button=button
    )
    assert answer.titles == ["Мост открыт", "Тоннель"]
    assert (answer.next_offset, answer.button, answer.cache_time) == ("20", button, 300)
    (query,) = inline_bot.queries
    assert query == {
        "id": answer.id,
        "from": anna.user.as_json(),
        "query": "мост",
        "offset": "",
        "chat_type": "sender",
    }


async def test_an_inline_query_has_the_type_of_the_chat_and_nothing_else_of_it(
    emulator: Emulator, api: Api, inline_bot: InlineBot, anna: Person
) -> None:
    boris = emulator.person("Boris")
    chats = {
        "private": emulator.conversation(anna, boris),
        "supergroup": emulator.group("Соседи", members=[anna], bot="left"),
        "group": emulator.group("Дом", members=[anna], kind="group"),
    }
    for kind, chat in chats.items():
        answer = await type_words(inline_bot, anna, kind, article(), chat=chat)
        sent = await anna.shares(answer.result("Мост открыт"), chat=chat)
        assert sent["via_bot"]["username"] == "vestnik_bot"
        assert chat.messages == [sent]
    assert [query["chat_type"] for query in inline_bot.queries] == list(chats)
    (update,) = await api.ok("getUpdates", offset=inline_bot.offset)
    assert update["message"]["chat"]["type"] == "group", "the bot is not a member of the other chats"


async def test_a_shared_result_is_the_persons_own_message_with_its_text_and_buttons(
    inline_bot: InlineBot, anna: Person
) -> None:
    answer = await type_words(inline_bot, anna, "мост", article(reply_markup=READ, description="14:05"))
    sent = await anna.shares(answer.result("Мост открыт"))
    assert (sent["from"]["id"], sent["text"], sent["reply_markup"]) == (anna.id, "Мост открыт", READ)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 11}]
    assert anna.messages[-1] == sent
    await anna.presses("Читать", message=sent["message_id"])
    assert anna.messages[-1]["text"] == "/start a_5"


async def test_a_callback_query_from_a_shared_message_has_no_message(
    api: Api, inline_bot: InlineBot, anna: Person
) -> None:
    pressed = {"inline_keyboard": [[{"text": "Ещё", "callback_data": "more"}]]}
    answer = await type_words(inline_bot, anna, "мост", article(reply_markup=pressed))
    await anna.shares(answer.result("Мост открыт"))
    await anna.presses("Ещё", timeout=0)
    query = (await api.ok("getUpdates", offset=inline_bot.offset))[-1]["callback_query"]
    assert "message" not in query
    assert query["inline_message_id"]


async def test_a_result_that_is_not_offered_cannot_be_shared(inline_bot: InlineBot, anna: Person) -> None:
    answer = await type_words(inline_bot, anna, "мост", article())
    with pytest.raises(AssertionError, match=r"'Тоннель' is not among what is offered: \['Мост открыт'\]"):
        answer.result("Тоннель")


async def test_an_answer_is_cached_for_everyone_and_the_bot_is_not_asked_again(
    emulator: Emulator, inline_bot: InlineBot, anna: Person
) -> None:
    first = await type_words(inline_bot, anna, "мост", article())
    assert await anna.types("мост", timeout=0) == first
    assert await emulator.person("Boris").types("мост", timeout=0) == first
    assert len(emulator.world.updates) == 1, "the first query is not confirmed yet, and there is no second one"
    await type_words(inline_bot, anna, "мост", article(), offset="20")
    await type_words(inline_bot, anna, "мосты", article())
    emulator.world.clock = lambda: now() + timedelta(seconds=301)
    await type_words(inline_bot, anna, "мост", article())


async def test_a_personal_answer_is_cached_for_its_person_only(
    emulator: Emulator, inline_bot: InlineBot, anna: Person
) -> None:
    boris = emulator.person("Boris")
    mine = await type_words(inline_bot, anna, "мост", article(), is_personal=True, cache_time=10)
    assert await anna.types("мост", timeout=0) == mine
    yours = await type_words(inline_bot, boris, "мост", article(), is_personal=True)
    assert mine.id != yours.id
    emulator.world.clock = lambda: now() + timedelta(seconds=11)
    await type_words(inline_bot, anna, "мост", article())


async def test_an_answer_with_cache_time_zero_is_not_cached(inline_bot: InlineBot, anna: Person) -> None:
    await type_words(inline_bot, anna, "мост", article(), cache_time=0)
    await type_words(inline_bot, anna, "мост", article(), cache_time=-5)
    await type_words(inline_bot, anna, "мост", article())


async def test_an_answer_is_cached_for_a_day_at_most(emulator: Emulator, inline_bot: InlineBot, anna: Person) -> None:
    await type_words(inline_bot, anna, "мост", article(), cache_time=10**9)
    emulator.world.clock = lambda: now() + timedelta(hours=25)
    await type_words(inline_bot, anna, "мост", article())


async def test_a_query_is_cut_at_256_characters(inline_bot: InlineBot, anna: Person) -> None:
    await type_words(inline_bot, anna, "🎉" * 300)
    assert inline_bot.queries[0]["query"] == "🎉" * 256


async def test_a_query_returns_none_if_the_bot_does_not_answer_in_time(anna: Person) -> None:
    assert await anna.types("мост", timeout=0.02) is None


async def test_the_first_answer_counts(api: Api, asked_bot: InlineBot, anna: Person) -> None:
    query = asked_bot.queries[0]["id"]
    for title in ("Первый", "Второй"):
        await api.ok("answerInlineQuery", inline_query_id=query, results=[article(title=title)])
    answer = await anna.types("мост", timeout=0)
    assert answer is not None
    assert answer.titles == ["Первый"]


async def test_an_answer_that_comes_late_or_to_no_query_is_refused(
    emulator: Emulator, api: Api, asked_bot: InlineBot
) -> None:
    unknown = await api.refusal("answerInlineQuery", inline_query_id="5", results=[])
    assert unknown == (400, OLD)
    emulator.world.clock = lambda: now() + timedelta(seconds=16)
    assert f"Bad Request: {await asked_bot.refusal(article())}" == OLD


async def test_without_inline_mode_the_bot_gets_no_query(emulator: Emulator, api: Api, anna: Person) -> None:
    assert (await api.ok("getMe"))["supports_inline_queries"] is True
    emulator.world.profile.inline_mode = False
    assert (await api.ok("getMe"))["supports_inline_queries"] is False
    assert await anna.types("мост") is None
    assert await api.ok("getUpdates") == []


async def test_a_person_cannot_type_or_share_in_a_chat_of_others(
    emulator: Emulator, inline_bot: InlineBot, anna: Person
) -> None:
    elsewhere = emulator.conversation(emulator.person("Boris"), emulator.person("Vera"))
    with pytest.raises(ValueError, match="Anna is not in"):
        await anna.types("мост", chat=elsewhere)
    answer = await type_words(inline_bot, anna, "мост", article())
    with pytest.raises(ValueError, match="Anna is not in"):
        await anna.shares(answer.result("Мост открыт"), chat=elsewhere)


async def test_the_bot_gets_no_messages_of_a_private_chat_of_two_people(
    emulator: Emulator, api: Api, anna: Person
) -> None:
    boris = emulator.person("Boris")
    talk = emulator.conversation(anna, boris)
    await anna.says("/start@vestnik_bot", chat=talk)
    await boris.says("Привет", chat=talk)
    assert len(talk.messages) == 2
    assert await api.ok("getUpdates") == []


async def test_aiograms_own_bot_is_understood(emulator: Emulator, bot: Bot, anna: Person) -> None:
    await anna.types("мост", timeout=0)
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    content = InputTextMessageContent(message_text="Мост открыт")
    result = InlineQueryResultArticle(id="5", title="Мост открыт", input_message_content=content)
    assert await update.inline_query.as_(bot).answer([result], is_personal=True)
    answer = await anna.types("мост", timeout=0)
    assert answer is not None
    assert answer.titles == ["Мост открыт"]

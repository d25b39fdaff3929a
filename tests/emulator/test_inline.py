"""Inline mode: what is typed after the bot's name, what is offered for it and how long that is kept, and sharing it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent

from emulator import Emulator, InlineAnswer, Person
from emulator.world import now
from tests.emulator.conftest import Api

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
READ = {"inline_keyboard": [[{"text": "Читать", "url": "https://t.me/vestnik_bot?start=a_5"}]]}


def article(key: str = "5", title: str = "Мост открыт", **more: Any) -> dict[str, Any]:
    content = {"message_text": title, "entities": [{"type": "bold", "offset": 0, "length": len(title)}]}
    return {"type": "article", "id": key, "title": title, "input_message_content": content} | more


class Offering:
    """Plays the bot: takes one inline query after another, and counts them."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.offset = 0
        self.asked: list[dict[str, Any]] = []

    async def query(self) -> dict[str, Any]:
        (update,) = await self.api.ok("getUpdates", offset=self.offset, timeout=5)
        self.offset = update["update_id"] + 1
        query: dict[str, Any] = update["inline_query"]
        self.asked.append(query)
        return query

    async def offers(self, *results: dict[str, Any], **answer: Any) -> dict[str, Any]:
        query = await self.query()
        await self.api.ok("answerInlineQuery", inline_query_id=query["id"], results=list(results), **answer)
        return query

    async def refused(self, *results: dict[str, Any], **answer: Any) -> str:
        """What Telegram says to a bad answer to the last query."""
        given = {"inline_query_id": self.asked[-1]["id"], "results": list(results)} | answer
        code, words = await self.api.refusal("answerInlineQuery", **given)
        assert code == 400
        return words.removeprefix("Bad Request: ")


@pytest.fixture
def played(api: Api) -> Offering:
    return Offering(api)


@pytest.fixture
async def asked(played: Offering, anna: Person) -> Offering:
    """The bot has taken a query and not answered yet."""
    await anna.types("мост", timeout=0)
    await played.query()
    return played


async def offered(played: Offering, person: Person, words: str, *results: dict[str, Any], **how: Any) -> InlineAnswer:
    answer = {name: how.pop(name) for name in ("cache_time", "is_personal", "next_offset", "button") if name in how}
    _, offer = await asyncio.gather(played.offers(*results, **answer), person.types(words, **how))
    assert offer is not None
    return offer


async def test_the_bot_hears_what_is_typed_after_its_name_and_the_person_sees_what_it_offers(
    played: Offering, anna: Person
) -> None:
    button = {"text": "Искать", "start_parameter": "s"}
    offer = await offered(played, anna, "мост", article(), article("6", "Тоннель"), next_offset="20", button=button)
    assert offer.titles == ["Мост открыт", "Тоннель"]
    assert (offer.next_offset, offer.button, offer.cache_time) == ("20", button, 300)
    (query,) = played.asked
    assert query == {
        "id": offer.id,
        "from": anna.user.as_json(),
        "query": "мост",
        "offset": "",
        "chat_type": "sender",
    }


async def test_the_bot_hears_in_what_kind_of_chat_it_is_asked_and_nothing_else_of_it(
    emulator: Emulator, api: Api, played: Offering, anna: Person
) -> None:
    boris = emulator.person("Boris")
    chats = {
        "private": emulator.conversation(anna, boris),
        "supergroup": emulator.group("Соседи", members=[anna], bot="left"),
        "group": emulator.group("Дом", members=[anna], kind="group"),
    }
    for kind, chat in chats.items():
        offer = await offered(played, anna, kind, article(), chat=chat)
        sent = await anna.shares(offer.result("Мост открыт"), chat=chat)
        assert sent["via_bot"]["username"] == "vestnik_bot"
        assert chat.messages == [sent]
    assert [query["chat_type"] for query in played.asked] == list(chats)
    (update,) = await api.ok("getUpdates", offset=played.offset)
    assert update["message"]["chat"]["type"] == "group", "of the others it is no member"


async def test_a_shared_result_is_the_persons_own_message_with_its_text_and_buttons(
    played: Offering, anna: Person
) -> None:
    offer = await offered(played, anna, "мост", article(reply_markup=READ, description="14:05"))
    sent = await anna.shares(offer.result("Мост открыт"))
    assert (sent["from"]["id"], sent["text"], sent["reply_markup"]) == (anna.id, "Мост открыт", READ)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 11}]
    assert anna.messages[-1] == sent
    await anna.presses("Читать", message=sent["message_id"])
    assert anna.messages[-1]["text"] == "/start a_5"


async def test_a_button_of_a_shared_message_tells_the_bot_no_message(api: Api, played: Offering, anna: Person) -> None:
    pressed = {"inline_keyboard": [[{"text": "Ещё", "callback_data": "more"}]]}
    offer = await offered(played, anna, "мост", article(reply_markup=pressed))
    await anna.shares(offer.result("Мост открыт"))
    await anna.presses("Ещё", timeout=0)
    query = (await api.ok("getUpdates", offset=played.offset))[-1]["callback_query"]
    assert "message" not in query
    assert query["inline_message_id"]


async def test_what_is_not_offered_cannot_be_shared(played: Offering, anna: Person) -> None:
    offer = await offered(played, anna, "мост", article())
    with pytest.raises(AssertionError, match=r"'Тоннель' is not among what is offered: \['Мост открыт'\]"):
        offer.result("Тоннель")


async def test_an_answer_is_kept_for_everybody_and_the_bot_is_not_asked_again(
    emulator: Emulator, played: Offering, anna: Person
) -> None:
    first = await offered(played, anna, "мост", article())
    assert await anna.types("мост", timeout=0) == first
    assert await emulator.person("Boris").types("мост", timeout=0) == first
    assert len(emulator.world.updates) == 1, "confirmed by nobody yet, and no other came"
    await offered(played, anna, "мост", article(), offset="20")
    await offered(played, anna, "мосты", article())
    emulator.world.clock = lambda: now() + timedelta(seconds=301)
    await offered(played, anna, "мост", article())


async def test_a_personal_answer_is_kept_for_that_person_alone(
    emulator: Emulator, played: Offering, anna: Person
) -> None:
    boris = emulator.person("Boris")
    mine = await offered(played, anna, "мост", article(), is_personal=True, cache_time=10)
    assert await anna.types("мост", timeout=0) == mine
    yours = await offered(played, boris, "мост", article(), is_personal=True)
    assert mine.id != yours.id
    emulator.world.clock = lambda: now() + timedelta(seconds=11)
    await offered(played, anna, "мост", article())


async def test_an_answer_need_not_be_kept_at_all(played: Offering, anna: Person) -> None:
    await offered(played, anna, "мост", article(), cache_time=0)
    await offered(played, anna, "мост", article(), cache_time=-5)
    await offered(played, anna, "мост", article())


async def test_an_answer_is_kept_for_a_day_at_most(emulator: Emulator, played: Offering, anna: Person) -> None:
    await offered(played, anna, "мост", article(), cache_time=10**9)
    emulator.world.clock = lambda: now() + timedelta(hours=25)
    await offered(played, anna, "мост", article())


async def test_a_query_is_cut_at_256_characters(played: Offering, anna: Person) -> None:
    await offered(played, anna, "🎉" * 300)
    assert played.asked[0]["query"] == "🎉" * 256


async def test_a_bot_that_does_not_answer_in_time_offers_nothing(anna: Person) -> None:
    assert await anna.types("мост", timeout=0.02) is None


async def test_the_first_answer_counts(api: Api, asked: Offering, anna: Person) -> None:
    query = asked.asked[0]["id"]
    for title in ("Первый", "Второй"):
        await api.ok("answerInlineQuery", inline_query_id=query, results=[article(title=title)])
    offer = await anna.types("мост", timeout=0)
    assert offer is not None
    assert offer.titles == ["Первый"]


async def test_an_answer_that_comes_late_or_to_no_query_is_refused(
    emulator: Emulator, api: Api, asked: Offering
) -> None:
    unknown = await api.refusal("answerInlineQuery", inline_query_id="5", results=[])
    assert unknown == (400, OLD)
    emulator.world.clock = lambda: now() + timedelta(seconds=16)
    assert f"Bad Request: {await asked.refused(article())}" == OLD


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article(str(each)) for each in range(51)], "RESULTS_TOO_MUCH"),
        ([article("5"), article("5")], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_EMPTY"),
        ([article("я" * 33)], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(input_message_content={"message_text": " "})], "message text is empty"),
        ([article(input_message_content={"message_text": "я" * 4097})], "message is too long"),
        (
            [
                article(
                    input_message_content={
                        "message_text": "я",
                        "entities": [{"type": "bold", "offset": 0, "length": 2}],
                    }
                )
            ],
            "can't parse entities: bold at 0..2 is outside the text",
        ),
        (
            [article(input_message_content={"message_text": "я", "parse_mode": "HTML"})],
            '"results[0].input_message_content.parse_mode" is refused: '
            "this house sends text and entities, never marked-up text",
        ),
        (
            [article(reply_markup={"inline_keyboard": [[{"text": "Читать"}]]})],
            "text buttons are unallowed in the inline keyboard",
        ),
        ([{"type": "photo", "id": "1"}], '"results[0]" must be one of: article'),
        (
            [article(hide_url=True)],
            'unknown parameter "results[0].hide_url" (the emulator is stricter than Telegram here)',
        ),
        ([{"type": "article", "id": "1", "title": "Без текста"}], "results[0].input_message_content is empty"),
    ],
)
async def test_a_bad_result_is_refused(asked: Offering, results: list[dict[str, Any]], words: str) -> None:
    assert await asked.refused(*results) == words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": " ", "start_parameter": "s"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "Искать", "start_parameter": "с кириллицей"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Искать", "start_parameter": "s" * 65}}, "START_PARAM_INVALID"),
        (
            {"button": {"text": "Искать"}},
            "a button over the results opens the chat: it needs a start_parameter (no web apps here)",
        ),
        ({"cache_time": "долго"}, '"cache_time" must be an Integer'),
    ],
)
async def test_a_bad_answer_is_refused(asked: Offering, answer: dict[str, Any], words: str) -> None:
    assert await asked.refused(article(), **answer) == words


async def test_the_largest_answer_is_taken(asked: Offering, anna: Person) -> None:
    content = {"message_text": "x" * 4096}
    results = [article(f"{each}".ljust(64, "x"), input_message_content=content) for each in range(50)]
    query = asked.asked[0]["id"]
    await asked.api.ok("answerInlineQuery", inline_query_id=query, results=results, next_offset="x" * 64)
    offer = await anna.types("мост", timeout=0)
    assert offer is not None
    assert len(offer.results) == 50


async def test_where_the_mode_is_switched_off_nothing_is_asked(emulator: Emulator, api: Api, anna: Person) -> None:
    assert (await api.ok("getMe"))["supports_inline_queries"] is True
    emulator.world.profile.inline_mode = False
    assert (await api.ok("getMe"))["supports_inline_queries"] is False
    assert await anna.types("мост") is None
    assert await api.ok("getUpdates") == []


async def test_nobody_types_or_shares_in_a_chat_of_others(emulator: Emulator, played: Offering, anna: Person) -> None:
    elsewhere = emulator.conversation(emulator.person("Boris"), emulator.person("Vera"))
    with pytest.raises(ValueError, match="Anna is not in"):
        await anna.types("мост", chat=elsewhere)
    offer = await offered(played, anna, "мост", article())
    with pytest.raises(ValueError, match="Anna is not in"):
        await anna.shares(offer.result("Мост открыт"), chat=elsewhere)


async def test_the_bot_reaches_no_chat_of_two_people_and_hears_nothing_said_there(
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
    offer = await anna.types("мост", timeout=0)
    assert offer is not None
    assert offer.titles == ["Мост открыт"]

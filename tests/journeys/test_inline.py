"""Inline mode: results for `@bot words` typed in any chat, and the messages that are shared from them."""

import asyncio
from datetime import timedelta

import pytest

from emulator import Group, InlineAnswer, Person
from emulator.world import now as real_now
from handlers.screens import INLINE_CACHE_SECONDS
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    button,
    from_bot,
    labels,
    press,
    publish_indexed,
    reader_of,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

READ = "Читать"


async def offered(person: Person, words: str = "", *, offset: str = "", chat: Group | None = None) -> InlineAnswer:
    """Type `@bot words` and return the results that the bot offers."""
    offer = await person.types(words, offset=offset, chat=chat)
    assert offer is not None, f"nothing is offered for {words!r}"
    return offer


def count_inline_answers(newspaper: Newspaper) -> int:
    """Return how many inline queries the bot has answered."""
    return len(newspaper.emulator.calls.of("answerInlineQuery"))


async def test_a_publication_shared_in_a_group_opens_for_everyone_who_taps_it(
    newspaper: Newspaper, answer: Answer
) -> None:
    await publish_indexed(newspaper, "Новый мост открыли через Волгу", "Тоннель закрыт", topic="Город")
    anna, boris = (newspaper.emulator.person(name) for name in ("Анна", "Борис"))
    group = newspaper.emulator.group("Соседи", members=[anna, boris], bot="left")

    offer = await offered(anna, "мосты", chat=group)
    result = offer.result("Новый мост открыли через Волгу")
    assert offer.titles == [result["title"]]
    assert result["description"] == "5 марта 2024, 14:05 · Город"

    shared = await anna.shares(result, chat=group)
    assert shared["text"] == "Новый мост открыли через Волгу\n\nПодробности."
    assert labels(shared) == [[READ]]
    assert button(shared, READ)["url"] == "https://t.me/vestnik_bot?start=a_1"

    follows = await boris.follows("a_1")
    article = await answer(follows)
    assert article["text"].startswith("Новый мост открыли через Волгу\n5 марта 2024, 14:05 · Город · № 1")


async def test_no_words_offer_the_latest_page_by_page_and_each_once(newspaper: Newspaper, anna: Person) -> None:
    await publish_indexed(newspaper, *(f"Новость {index}" for index in range(45)))

    pages = [await offered(anna)]
    while pages[-1].next_offset:
        pages.append(await offered(anna, offset=pages[-1].next_offset))

    assert [len(page.results) for page in pages] == [20, 20, 5]
    assert [title for page in pages for title in page.titles] == [f"Новость {index}" for index in reversed(range(45))]


async def test_pages_of_what_was_found_stay_where_they_are_while_news_come_in(
    newspaper: Newspaper, anna: Person
) -> None:
    await publish_indexed(newspaper, *(f"Погода {index}" if index % 2 else f"Прочее {index}" for index in range(50)))

    first = await offered(anna, "погоды")
    await newspaper.news.editing.take_in(
        [NewArticle("fresh", "Погода меняется", from_plain("Дождь."), LONG_AGO, published_at=real_now())]
    )
    second = await offered(anna, "погоды", offset=first.next_offset)

    assert first.titles + second.titles == [f"Погода {index}" for index in reversed(range(1, 50, 2))]
    assert second.next_offset == ""


@pytest.mark.parametrize("words", ["2", " 2 "])
async def test_a_number_offers_that_publication_first_and_then_those_that_mention_the_number(
    newspaper: Newspaper, words: str, anna: Person
) -> None:
    await publish_indexed(newspaper, "Маршрут 2 изменён", "Мост 2 открыт", "Тоннель 2 закрыт")
    assert (await offered(anna, words)).titles == ["Мост 2 открыт", "Тоннель 2 закрыт", "Маршрут 2 изменён"]
    assert (await offered(anna, "7")).titles == []
    assert (await offered(anna, "999999999999999999")).titles == []


async def test_results_for_the_same_words_are_in_the_language_of_each_person(
    newspaper: Newspaper, answer: Answer
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна", language="ru")
    ann = newspaper.emulator.person("Ann", language="en")
    # Her Telegram is in Russian; she has chosen English in the newspaper.
    anne = newspaper.emulator.person("Anne", language="ru")
    await press(anne, await answer(await anne.says("/language")), "English")

    shown = {person.user.first_name: await offered(person, "мост") for person in (anna, ann, anne)}

    results = {name: offer.result("Мост открыт") for name, offer in shown.items()}
    assert {name: result["description"] for name, result in results.items()} == {
        "Анна": "5 марта 2024, 14:05",
        "Ann": "5 March 2024, 14:05",
        "Anne": "5 March 2024, 14:05",
    }
    assert {name: result["reply_markup"]["inline_keyboard"][0][0]["text"] for name, result in results.items()} == {
        "Анна": READ,
        "Ann": "Read",
        "Anne": "Read",
    }
    assert all(offer.is_personal for offer in shown.values())


async def test_the_same_words_typed_again_at_once_are_answered_from_the_cache(
    newspaper: Newspaper, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    first = await offered(anna, "мост")
    assert await offered(anna, "мост") == first
    assert count_inline_answers(newspaper) == 1


async def test_a_withdrawn_publication_is_soon_not_offered_any_more(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт", "Мост закрыт")
    await offered(anna, "мост")
    shared = await anna.shares((await offered(anna)).result("Мост открыт"))
    asked = await answer(await newspaper.editor.says("/retract 1 Ошибка"))
    await press(newspaper.editor, asked, next(label for label in all_labels(asked) if label != "Назад"))
    newspaper.emulator.world.clock = lambda: real_now() + timedelta(seconds=INLINE_CACHE_SECONDS + 1)

    for words in ("мост", "", "1"):
        assert "Мост открыт" not in (await offered(anna, words)).titles

    await anna.presses(READ, message=shared["message_id"])
    assert await anna.sees("Публикация № 1 снята редакцией")


async def test_a_marked_update_is_told_of_in_what_is_offered(newspaper: Newspaper) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    editor = await reader_of(newspaper, newspaper.editor)
    await newspaper.news.editing.revise(editor, 1, title="Мост снова открыт", reason="Починили.")
    result = (await offered(newspaper.emulator.person("Анна"), "мост")).result("Мост снова открыт")
    assert "обновлено" in result["description"]
    assert "обновлено" in result["input_message_content"]["message_text"]


async def test_help_explains_sharing_only_when_inline_mode_is_on(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    helped = await answer(await anna.says("/help"))
    assert helped["text"].endswith("\n\nВ любом чате: @vestnik_bot и слово или номер — поделиться там публикацией.")
    assert button(helped, "Поделиться публикацией")["switch_inline_query"] == ""

    await newspaper.stop()
    newspaper.emulator.world.profile.inline_mode = False
    await newspaper.start()

    helped = await answer(await anna.says("/help"))
    assert "@vestnik_bot" not in helped["text"]
    assert "Поделиться публикацией" not in all_labels(helped)


async def test_where_nothing_is_found_a_button_looks_for_it_in_the_newspaper(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    offer = await offered(anna, "моость")
    assert offer.results == ()
    assert offer.button is not None
    assert offer.button["text"] == "Ничего не найдено. Искать в газете"
    looked_up = await answer(await anna.follows(offer.button["start_parameter"]))
    assert looked_up["text"].startswith("Поиск: моость")
    assert "мост" in all_labels(looked_up), "a suggestion for the misspelt word"

    english = (await offered(newspaper.emulator.person("Ann", language="en"), "zeppelin")).button
    assert english is not None
    assert english["text"] == "Nothing found. Search in the newspaper"


async def test_words_too_long_for_a_link_are_asked_for_again(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    offer = await offered(anna, "дирижабль над южной частью города")
    assert offer.button is not None
    assert offer.button["start_parameter"] == "s"
    assert (await answer(await anna.follows("s")))["text"].startswith("Поиск. ")


@pytest.mark.parametrize("parameter", ["s_", "s_!", "s_0", "s_--__", "s_AAAA", "s_" + "z" * 62])
async def test_a_link_with_words_that_somebody_made_up_is_answered(
    newspaper: Newspaper, answer: Answer, parameter: str, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    assert (await answer(await anna.says(f"/start {parameter}")))["text"].startswith("Поиск")


async def test_an_empty_newspaper_says_so(answer: Answer, anna: Person) -> None:
    offer = await offered(anna)
    assert (offer.results, offer.next_offset) == ((), "")
    assert offer.button is not None
    assert offer.button["text"] == "Пока ничего не опубликовано."
    assert (await answer(await anna.follows(offer.button["start_parameter"])))["text"].startswith("«Вестник»")


async def test_an_article_shared_in_the_chat_with_the_bot_is_not_taken_for_input(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_indexed(newspaper, "/start — так называется новость")
    await answer(await vera.says("/post"))
    offer = await offered(vera, "новость")
    shared = await vera.shares(offer.results[0])
    said = len(from_bot(vera))

    preview = await answer(await vera.says("Заголовок\nТекст."))

    assert preview["text"].startswith("Заголовок"), "the bot was still waiting for it"
    assert len(from_bot(vera)) == said + 1
    assert shared["text"].startswith("/start")


async def test_in_a_group_with_the_bot_what_is_shared_is_left_alone(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_indexed(newspaper, "/latest — новая команда")
    group = newspaper.emulator.group("Соседи", members=[anna])
    await anna.shares((await offered(anna, "команда", chat=group)).results[0], chat=group)
    await answer(await anna.says("/help", chat=group))
    assert len([one for one in group.messages if one["from"]["is_bot"]]) == 1


@pytest.mark.parametrize(
    "words",
    [
        "🎉" * 256,
        "\x00мост\x00",
        '"мост',
        "мост OR NEAR(* -) AND NOT \"",
        "'; DROP TABLE articles; --",
        "\u202eмост\u2067",
        "<b>мост</b> & *_`[",
        "a" * 256,
        "\n\n\t",
        "№",
        "№ " + "9" * 250,
        "-1",
    ],
)  # fmt: skip
async def test_any_words_are_answered(newspaper: Newspaper, words: str) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    offer = await offered(newspaper.emulator.person("Анна"), words)
    assert offer.titles in (["Мост открыт"], [])
    assert offer.titles or offer.button


@pytest.mark.parametrize("offset", ["-5", "0", "999", "99999999999999999999", "\x00", "x" * 500, "🎉"])
async def test_a_forged_offset_is_answered_too(newspaper: Newspaper, offset: str, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    for words in ("", "мост"):
        assert (await offered(anna, words, offset=offset)).titles in (["Мост открыт"], [])


async def test_an_answer_to_an_abandoned_query_is_refused_and_logs_no_error(newspaper: Newspaper, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    given_up = {"id": "5", "from": anna.user.as_json(), "query": "мост", "offset": "", "chat_type": "sender"}
    newspaper.emulator.world.inject({"inline_query": given_up})
    await offered(anna, "мост")
    codes = [call.code for call in newspaper.emulator.calls.of("answerInlineQuery")]
    assert codes == [400, 200]


async def test_queries_do_not_wait_for_updates_of_the_chat_with_the_bot(newspaper: Newspaper, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    entered, leave = asyncio.Event(), asyncio.Event()
    front_page = type(newspaper.news).front_page

    async def slow(news: object, chat_id: int) -> object:
        entered.set()
        await leave.wait()
        return await front_page(news, chat_id)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(newspaper.news), "front_page", slow)
        await anna.says("/start")
        await entered.wait()
        assert (await offered(anna, "мост")).titles == ["Мост открыт"]
        leave.set()
        await wait_until_handled(newspaper, anna)


async def test_a_word_typed_letter_by_letter_is_no_flood(newspaper: Newspaper, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост через Волгу открыли после трёхлетнего ремонта")
    words = "мост через волгу открыли после трёхлетнего ремонта"
    for length in range(1, len(words) + 1):
        await anna.types(words[:length], timeout=0)
    assert (await offered(anna, words)).titles == ["Мост через Волгу открыли после трёхлетнего ремонта"]


async def test_a_headline_of_any_length_and_make_can_be_shared(newspaper: Newspaper, anna: Person) -> None:
    titles = ("Я" * 400, "<b>&amp;</b> *_`[x](y)", "🎉" * 100, "\u202eзадом наперёд")
    await publish_indexed(newspaper, *titles)
    offer = await offered(anna)
    assert offer.titles == [*reversed(titles)]
    for result in offer.results:
        assert (await anna.shares(result))["text"].startswith(result["title"])


async def test_an_article_that_telegram_would_refuse_is_left_out_and_logged(
    newspaper: Newspaper, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await publish_indexed(newspaper, "Мост открыт", "\u2800", "Мост закрыт", text="")
    assert (await offered(anna)).titles == ["Мост закрыт", "Мост открыт"]
    assert "article 2 is left out of inline results" in caplog.text

"""Searching: words in any form, phrases, months and topics, best or newest first, suggestions for empty results."""

from datetime import datetime, timedelta

import pytest

from emulator import Person
from news.model import NewArticle, Reader
from news.richtext import from_plain, units
from news.roles import Role
from tests.journeys.steps import LONG_AGO, Answer, Json, all_labels, from_bot, labels, numbers, press, styled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

STORIES = (
    ("Мост открыт", "Движение по новому мосту пошло утром. Пробок нет.", "Город"),
    ("Река вышла из берегов", "Ночью под мостом вода поднялась на метр.", "Погода"),
    ("Ёлка на площади", "Главную ёлку города украсили раньше обычного.", "Город"),
    ("A bridge was opened", "The runners were running over the new bridge.", None),
)
EDITOR = Reader(1, Role.EDITOR, "ru", "Вера", LONG_AGO)


@pytest.fixture
async def anna(newspaper: Newspaper) -> Person:
    """A reader of a newspaper with four stories, a month apart, the last one the newest."""
    stories = (
        NewArticle(f"story:{title}", title, from_plain(text), LONG_AGO, topic=topic, published_at=at)
        for (title, text, topic), at in zip(STORIES, moments(), strict=True)
    )
    await newspaper.news.editing.take_in(list(stories))
    return newspaper.emulator.person("Анна")


def moments() -> list[datetime]:
    """Return when each story was published."""
    return [LONG_AGO + timedelta(days=31 * number) for number in range(len(STORIES))]


async def test_words_are_found_in_any_form_and_shown_in_bold(anna: Person, answer: Answer) -> None:
    found = await answer(await anna.says("/search Мостами"))

    assert found["text"].startswith("Поиск: Мостами\n\n2. Река вышла из берегов\n")
    assert numbers(found) == [2, 1]
    assert "Ночью под мостом вода поднялась на метр." in found["text"]
    assert styled(found, "bold") == ["мостом", "Мост", "мосту"]
    assert styled(found, "text_link") == ["Мостами"]
    assert labels(found) == [["2", "1"], ["Сначала лучшие"], ["По месяцам", "По теме"], ["Поиск", "Все новости"]]


async def test_english_words_and_e_with_two_dots_are_found_too(anna: Person, answer: Answer) -> None:
    assert numbers(await answer(await anna.says("/search bridges run"))) == [4]
    assert numbers(await answer(await anna.says("/search елки"))) == [3]
    assert numbers(await answer(await anna.says("/search ЁЛКИ ГОРОД"))) == [3]


async def test_a_phrase_is_found_word_for_word_only(anna: Person, answer: Answer) -> None:
    assert numbers(await answer(await anna.says("/search «под мостом»"))) == [2]
    nothing = await answer(await anna.says('/search "под мостами"'))
    assert "Ничего не найдено" in nothing["text"]


async def test_a_found_article_opens_in_place_and_leads_back_to_what_was_found(
    newspaper: Newspaper, anna: Person, answer: Answer
) -> None:
    found = await answer(await anna.says("/search мост"))

    opened = await press(anna, found, "1")
    assert opened["text"].startswith("Мост открыт\n")
    assert opened["text"].endswith("\n\nПоиск: мост")
    await newspaper.restart()
    back = await press(anna, opened, "Назад")

    assert (back["text"], labels(back)) == (found["text"], labels(found)), "a restart has lost nothing"


async def test_the_button_asks_for_words_and_the_reply_is_searched(anna: Person, answer: Answer) -> None:
    latest = await answer(await anna.says("/latest"))
    await press(anna, latest, "Поиск")
    question = from_bot(anna)[-1]
    assert question["text"].startswith("Поиск. Что найти?")

    found = await answer(await anna.says("мосты", reply_to=question["message_id"]))

    assert numbers(found) == [2, 1]
    again = await answer(await anna.says("ёлка", reply_to=found["message_id"]))
    assert numbers(again) == [3], "a reply to what was found is a search too"


async def test_a_long_list_goes_by_pages_there_and_back(newspaper: Newspaper, answer: Answer, guest: Person) -> None:
    many = [
        NewArticle(f"{number}", f"Мост {number}", (), at, published_at=at)
        for number, at in enumerate((LONG_AGO + timedelta(minutes=each) for each in range(25)), 1)
    ]
    await newspaper.news.editing.take_in(many)
    first = await answer(await guest.says("/search мосты"))
    assert numbers(first) == list(range(25, 15, -1))

    second = await press(guest, first, "Старее")
    assert numbers(second) == list(range(15, 5, -1))
    last = await press(guest, second, "Старее")
    assert numbers(last) == list(range(5, 0, -1))
    assert "Старее" not in all_labels(last)
    assert numbers(await press(guest, last, "Новее")) == list(range(15, 5, -1))
    assert numbers(await press(guest, last, "Наверх")) == numbers(first)
    best = await press(guest, first, "Сначала лучшие")
    assert "сначала лучшие" in best["text"]
    assert len(numbers(await press(guest, best, "Следующие"))) == 10
    assert numbers(await press(guest, best, "Сначала новые")) == numbers(first)


async def test_a_month_and_a_topic_narrow_it_down(anna: Person, answer: Answer) -> None:
    found = await answer(await anna.says("/search мост"))

    months = await press(anna, found, "По месяцам")
    assert all_labels(months) == ["Март 2024", "Апрель 2024", "Все месяцы"]
    march = await press(anna, months, "Март 2024")
    assert numbers(march) == [1]
    assert march["text"].startswith("Поиск: мост\nМарт 2024\n")
    await press(anna, march, "По месяцам")
    topics = await press(anna, await press(anna, found, "Все месяцы"), "По теме")
    assert all_labels(topics) == ["Город · 1", "Погода · 1", "Все темы"]
    weather = await press(anna, topics, "Погода · 1")
    assert numbers(weather) == [2]
    opened = await press(anna, weather, "2")
    assert numbers(await press(anna, opened, "Назад")) == [2]


async def test_for_a_misspelt_word_the_closest_word_with_results_is_suggested(anna: Person, answer: Answer) -> None:
    nothing = await answer(await anna.says("/search моост движение"))
    assert "слова «моост» нет ни в одной публикации" in nothing["text"]

    assert numbers(await press(anna, nothing, "мост")) == [1]


async def test_a_word_typed_in_the_other_layout_is_understood(anna: Person, answer: Answer) -> None:
    nothing = await answer(await anna.says("/search vjcn"))

    assert numbers(await press(anna, nothing, "мост")) == [2, 1]


async def test_for_words_that_no_article_has_together_one_to_leave_out_is_suggested(
    anna: Person, answer: Answer
) -> None:
    nothing = await answer(await anna.says("/search мост ёлка"))
    assert "нет публикации со всеми этими словами" in nothing["text"]

    assert numbers(await press(anna, nothing, "Без «мост»")) == [3]


async def test_only_what_readers_may_read_is_found_and_only_as_it_is_now(
    newspaper: Newspaper, anna: Person, answer: Answer
) -> None:
    await newspaper.news.editing.draft(EDITOR, "Тайный мост", (), key="draft")
    await newspaper.news.editing.retract(EDITOR, 2)
    await newspaper.news.editing.revise(EDITOR, 1, title="Тоннель открыт", body=from_plain("Движение пошло утром."))

    assert "Ничего не найдено" in (await answer(await anna.says("/search мост")))["text"]
    assert numbers(await answer(await anna.says("/search тоннели"))) == [1]


async def test_a_found_article_that_was_retracted_says_so(newspaper: Newspaper, anna: Person, answer: Answer) -> None:
    found = await answer(await anna.says("/search мост"))
    await newspaper.news.editing.retract(EDITOR, 2)

    pressed = await anna.presses("2", message=found["message_id"])

    assert pressed.text.startswith("Публикация № 2 снята редакцией.")


@pytest.mark.parametrize("words", ['"', "AND OR NOT", "мост*\x00", "😀" * 2000, "и в на", "й" * 4000, "(((", "“”"])
async def test_any_words_get_an_answer_that_fits_in_a_message(anna: Person, answer: Answer, words: str) -> None:
    shown = await answer(await anna.says(f"/search {words}"))

    assert shown["text"].startswith("Поиск")
    assert units(shown["text"]) <= 4096
    assert "Поиск" in all_labels(shown) or "force_reply" in shown.get("reply_markup", {})


async def test_it_speaks_english(anna: Person, answer: Answer) -> None:
    settings = await answer(await anna.says("/language"))
    await press(anna, settings, "English")

    found = await answer(await anna.says("/search bridge"))

    assert found["text"].startswith("Search: bridge\n\n4. A bridge was opened")
    nothing = await answer(await anna.says("/search brige"))
    assert "Nothing has been found: no publication has the word “brige”." in nothing["text"]
    assert numbers(await press(anna, nothing, "bridge")) == [4]


async def test_the_link_on_the_words_opens_the_question(anna: Person, answer: Answer) -> None:
    asked: Json = await answer(await anna.says("/start s"))

    assert asked["text"].startswith("Поиск. Что найти?")


async def test_in_a_group_what_was_found_opens_by_links(newspaper: Newspaper, anna: Person, answer: Answer) -> None:
    group = newspaper.emulator.group("Соседи", members=[anna])

    found = await answer(await anna.says("/search мост", chat=group))

    assert numbers(found) == [2, 1]
    (two, _), *_ = found["reply_markup"]["inline_keyboard"]
    assert two["url"].endswith("?start=a_2")
    assert numbers(await press(anna, found, "Сначала лучшие", chat=group)) == [1, 2]

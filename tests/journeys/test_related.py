"""«Похожие публикации»: related articles are found automatically and read in place; an editor can pin and exclude."""

from datetime import timedelta

import pytest

from emulator import Person
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import LONG_AGO, Answer, all_labels, button, labels, numbers, press, reader_of
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

RELATED = "Похожие публикации"
NONE = "Похожих публикаций нет"

BRIDGE = (
    "В Рязани открыли мост через Оку",
    "Новый мост через Оку открыли в Рязани 9 ноября. Движение запустил губернатор Николай Любимов. "
    "Строительство обошлось в 4 млрд рублей.",
)
BRIDGE_AGAIN = (
    "Губернатор Любимов запустил движение по новому мосту",
    "В Рязани 9 ноября открыт мост через Оку. Он стоил бюджету 4 млрд рублей, сообщил Николай Любимов.",
)
BRIDGE_LATER = (
    "По новому мосту через Оку проехали первые автобусы",
    "Первые автобусы проехали по мосту через Оку в Рязани. Мост открыл губернатор Николай Любимов.",
)
CHESS = (
    "Шахматистка из Перми выиграла турнир",
    "Международный турнир в Вене выиграла пермская шахматистка Ольга Громова, набрав восемь очков из девяти.",
)
ENGLISH = (
    "Storm closes the harbour of Dover",
    "Ferries from Dover stayed in the harbour on 9 November after a storm damaged the eastern pier.",
)
ENGLISH_AGAIN = (
    "Dover ferries cancelled as storm damages pier",
    "A storm damaged the eastern pier of Dover on 9 November, and the ferries were cancelled.",
)


async def take_in(newspaper: Newspaper, *stories: tuple[str, str]) -> list[int]:
    """Import articles one by one and return their numbers."""
    found = []
    for title, text in stories:
        count = (await newspaper.news.articles.latest(1)).headlines
        at = LONG_AGO + timedelta(minutes=count[0].number if count else 0)
        article = NewArticle(f"test:{title}", title, from_plain(text), at, published_at=at)
        assert await newspaper.news.editing.take_in([article]) == 1
        found.append((await newspaper.news.articles.latest(1)).headlines[0].number)
    return found


async def test_two_articles_about_one_event_are_related_and_every_screen_leads_back(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, other, second = await take_in(newspaper, BRIDGE, CHESS, BRIDGE_AGAIN)

    latest = await answer(await anna.says("/latest"))
    article = await press(anna, latest, str(first))
    listed = await press(anna, article, RELATED)
    assert listed["text"].startswith(RELATED)
    assert numbers(listed) == [second]

    related = await press(anna, listed, str(second))
    assert BRIDGE_AGAIN[1] in related["text"]
    listed = await press(anna, related, "Назад")
    assert numbers(listed) == [second]
    article = await press(anna, listed, "К публикации")
    assert BRIDGE[1] in article["text"]

    chess = await answer(await anna.says(f"/read {other}"))
    empty = await press(anna, chess, RELATED)
    assert empty["text"] == NONE
    assert labels(empty) == [["К публикации"]]


async def test_the_way_back_from_the_list_leads_to_the_page_that_the_article_was_opened_from(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, _ = await take_in(newspaper, BRIDGE, BRIDGE_AGAIN)
    article = await press(anna, await answer(await anna.says("/all")), str(first))
    article = await press(anna, await press(anna, article, RELATED), "К публикации")
    assert (await press(anna, article, "Назад"))["text"].startswith("Все новости")


async def test_after_any_number_of_related_articles_the_way_back_ends_on_the_page(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, second = await take_in(newspaper, BRIDGE, BRIDGE_AGAIN)
    page = await answer(await anna.says("/all"))
    article = await press(anna, page, str(first))
    listed = await press(anna, article, RELATED)
    related = await press(anna, listed, str(second))
    listed = await press(anna, related, "Назад")
    assert numbers(listed) == [second]
    assert labels(await press(anna, listed, "К публикации")) == labels(article)

    listed = await press(anna, article, RELATED)
    further = await press(anna, await press(anna, listed, str(second)), RELATED)
    assert numbers(further) == [first]
    related = await press(anna, further, "К публикации")
    assert BRIDGE_AGAIN[1] in related["text"]
    again = await press(anna, related, "Назад")
    assert (again["text"], labels(again)) == (page["text"], labels(page))


async def test_from_a_search_the_words_are_kept_and_the_way_back_ends_on_the_page_of_results(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, _, second = await take_in(newspaper, BRIDGE, CHESS, BRIDGE_AGAIN)
    found = await press(anna, await answer(await anna.says("/search мост в рязани")), "Сначала лучшие")
    article = await press(anna, found, str(first))
    listed = await press(anna, article, RELATED)
    assert numbers(listed) == [second]
    assert listed["text"].endswith("Поиск: мост в рязани")

    related = await press(anna, listed, str(second))
    assert BRIDGE_AGAIN[1] in related["text"]
    further = await press(anna, related, RELATED)
    assert numbers(further) == [first]
    listed = await press(anna, await press(anna, further, str(first)), "Назад")
    assert numbers(listed) == [first]
    related = await press(anna, listed, "К публикации")
    assert BRIDGE_AGAIN[1] in related["text"]
    again = await press(anna, related, "Назад")
    assert (again["text"], labels(again)) == (found["text"], labels(found))


async def test_a_newer_article_joins_the_older_ones_and_a_retracted_one_leaves_them(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, second = await take_in(newspaper, BRIDGE, BRIDGE_AGAIN)
    listed = await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)
    assert numbers(listed) == [second]

    (third,) = await take_in(newspaper, BRIDGE_LATER)
    listed = await press(anna, await press(anna, listed, "К публикации"), RELATED)
    assert numbers(listed) == [second, third]

    await newspaper.news.editing.retract(await reader_of(newspaper, newspaper.editor), second)
    listed = await press(anna, await press(anna, listed, "К публикации"), RELATED)
    assert numbers(listed) == [third]


async def test_an_update_changes_the_related_articles(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    first, second = await take_in(newspaper, BRIDGE, CHESS)
    await newspaper.news.editing.revise(
        await reader_of(newspaper, newspaper.editor),
        second,
        title=BRIDGE_AGAIN[0],
        body=from_plain(BRIDGE_AGAIN[1]),
        reason="",
    )
    assert numbers(await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)) == [second]


async def test_english_articles_are_related_and_the_labels_are_in_the_readers_language(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, second = await take_in(newspaper, ENGLISH, ENGLISH_AGAIN)
    john = newspaper.emulator.person("John", language="en")
    listed = await press(john, await answer(await john.says(f"/read {first}")), "Related news")
    assert numbers(listed) == [second]
    listed = await press(john, await press(john, listed, str(second)), "Related news")
    assert numbers(listed) == [first]


async def test_in_a_group_the_numbers_are_links(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    first, second = await take_in(newspaper, BRIDGE, BRIDGE_AGAIN)
    group = newspaper.emulator.group("Рязань", members=[anna])
    teaser = await answer(await anna.says(f"/read {first}", chat=group))
    listed = await press(anna, teaser, RELATED, chat=group)
    assert button(listed, str(second))["url"].endswith(f"start=a_{second}")
    teaser = await press(anna, listed, "К публикации", chat=group)
    assert all_labels(teaser) == ["Читать", RELATED]


async def test_an_editor_pins_one_forbids_a_pair_and_takes_both_back(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first, second, chess = await take_in(newspaper, BRIDGE, BRIDGE_AGAIN, CHESS)
    editor = newspaper.editor
    screen = await press(editor, await answer(await editor.says(f"/edit {first}")), RELATED)
    asked = await press(editor, screen, "Закрепить")
    assert f"под № {first}" in asked["text"]
    wrong = await answer(await editor.says("вот эту"))
    assert "нужен номер" in wrong["text"]
    itself = await answer(await editor.says(str(first)))
    assert "сама под собой" in itself["text"]
    unknown = await answer(await editor.says("999"))
    assert "Публикации с номером 999 нет" in unknown["text"]
    screen = await answer(await editor.says(f"№ {chess}"), "закреплена")
    assert numbers(screen) == [chess, second]

    assert numbers(await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)) == [chess, second]

    await press(editor, screen, "Исключить")
    screen = await answer(await editor.says(str(second)), "Исключены")
    assert numbers(await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)) == [chess]
    forbidden = await press(anna, await answer(await anna.says(f"/read {second}")), RELATED)
    assert forbidden["text"] == NONE

    screen = await press(editor, screen, f"Открепить № {chess}")
    screen = await press(editor, screen, f"Вернуть № {second}")
    assert numbers(screen) == [second]
    assert numbers(await press(anna, await answer(await anna.says(f"/read {second}")), RELATED)) == [first]
    assert "Что изменить?" in (await press(editor, screen, "Назад"))["text"]


async def test_an_editor_can_cancel_a_question(newspaper: Newspaper, answer: Answer) -> None:
    (first,) = await take_in(newspaper, BRIDGE)
    editor = newspaper.editor
    screen = await press(editor, await answer(await editor.says(f"/edit {first}")), RELATED)
    assert NONE in screen["text"]
    screen = await press(editor, await press(editor, screen, "Исключить"), "Отмена")
    assert NONE in screen["text"]
    assert "закреплена" not in (await answer(await editor.says(str(first))))["text"]

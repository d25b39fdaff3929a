"""«Похожие публикации»: what belongs together is found by itself, read in place, and an editor has the last word."""

from datetime import timedelta

from news.model import NewArticle, Reader
from news.richtext import from_plain
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    button,
    labels,
    numbers,
    press,
)
from tests.newspaper import Newspaper

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


async def store(newspaper: Newspaper, *told: tuple[str, str]) -> list[int]:
    """Take articles in as `import` does, each on its own, and return their numbers."""
    found = []
    for title, text in told:
        count = (await newspaper.news.articles.latest(1)).headlines
        at = LONG_AGO + timedelta(minutes=count[0].number if count else 0)
        article = NewArticle(f"test:{title}", title, from_plain(text), at, published_at=at)
        assert await newspaper.news.editing.take_in([article]) == 1
        found.append((await newspaper.news.articles.latest(1)).headlines[0].number)
    return found


async def the_editor(newspaper: Newspaper) -> Reader:
    return await newspaper.news.readers.recognise(newspaper.editor.id, None)


async def test_two_tellings_of_one_story_find_each_other_and_every_screen_leads_back(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, other, second = await store(newspaper, BRIDGE, CHESS, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")

    latest = await answer(await anna.says("/latest"))
    article = await press(anna, latest, str(first))
    near = await press(anna, article, RELATED)
    assert near["text"].startswith(RELATED)
    assert numbers(near) == [second]

    related = await press(anna, near, str(second))
    assert BRIDGE_AGAIN[1] in related["text"]
    near = await press(anna, related, "Назад")
    assert numbers(near) == [second]
    article = await press(anna, near, "К публикации")
    assert BRIDGE[1] in article["text"]

    chess = await answer(await anna.says(f"/read {other}"))
    empty = await press(anna, chess, RELATED)
    assert empty["text"] == NONE
    assert labels(empty) == [["К публикации"]]


async def test_the_way_back_from_the_list_leads_to_the_page_that_the_article_was_opened_from(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, _ = await store(newspaper, BRIDGE, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")
    article = await press(anna, await answer(await anna.says("/all")), str(first))
    article = await press(anna, await press(anna, article, RELATED), "К публикации")
    assert (await press(anna, article, "Назад"))["text"].startswith("Все новости")


async def test_however_far_somebody_goes_from_one_related_article_to_the_next_the_way_back_ends_on_the_page(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, second = await store(newspaper, BRIDGE, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")
    page = await answer(await anna.says("/all"))
    article = await press(anna, page, str(first))
    near = await press(anna, article, RELATED)
    related = await press(anna, near, str(second))
    near = await press(anna, related, "Назад")
    assert numbers(near) == [second]
    assert labels(await press(anna, near, "К публикации")) == labels(article)

    near = await press(anna, article, RELATED)
    further = await press(anna, await press(anna, near, str(second)), RELATED)
    assert numbers(further) == [first]
    related = await press(anna, further, "К публикации")
    assert BRIDGE_AGAIN[1] in related["text"]
    again = await press(anna, related, "Назад")
    assert (again["text"], labels(again)) == (page["text"], labels(page))


async def test_from_a_search_the_words_go_along_and_the_way_back_ends_on_the_page_that_was_found(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, _, second = await store(newspaper, BRIDGE, CHESS, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")
    found = await press(anna, await answer(await anna.says("/search мост в рязани")), "Сначала лучшие")
    article = await press(anna, found, str(first))
    near = await press(anna, article, RELATED)
    assert numbers(near) == [second]
    assert near["text"].endswith("Поиск: мост в рязани")

    related = await press(anna, near, str(second))
    assert BRIDGE_AGAIN[1] in related["text"]
    further = await press(anna, related, RELATED)
    assert numbers(further) == [first]
    near = await press(anna, await press(anna, further, str(first)), "Назад")
    assert numbers(near) == [first]
    related = await press(anna, near, "К публикации")
    assert BRIDGE_AGAIN[1] in related["text"]
    again = await press(anna, related, "Назад")
    assert (again["text"], labels(again)) == (found["text"], labels(found))


async def test_a_newer_article_joins_the_older_ones_and_a_retracted_one_leaves_them(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, second = await store(newspaper, BRIDGE, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")
    near = await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)
    assert numbers(near) == [second]

    (third,) = await store(newspaper, BRIDGE_LATER)
    near = await press(anna, await press(anna, near, "К публикации"), RELATED)
    assert numbers(near) == [second, third]

    await newspaper.news.editing.retract(await the_editor(newspaper), second)
    near = await press(anna, await press(anna, near, "К публикации"), RELATED)
    assert numbers(near) == [third]


async def test_an_update_changes_what_belongs_to_an_article(newspaper: Newspaper, answer: Answer) -> None:
    first, second = await store(newspaper, BRIDGE, CHESS)
    await newspaper.news.editing.revise(
        await the_editor(newspaper), second, title=BRIDGE_AGAIN[0], body=from_plain(BRIDGE_AGAIN[1]), reason=""
    )
    anna = newspaper.emulator.person("Анна")
    assert numbers(await press(anna, await answer(await anna.says(f"/read {first}")), RELATED)) == [second]


async def test_english_articles_find_each_other_and_the_words_are_the_readers_own(
    newspaper: Newspaper, answer: Answer
) -> None:
    first, second = await store(newspaper, ENGLISH, ENGLISH_AGAIN)
    john = newspaper.emulator.person("John", language="en")
    near = await press(john, await answer(await john.says(f"/read {first}")), "Related news")
    assert numbers(near) == [second]
    near = await press(john, await press(john, near, str(second)), "Related news")
    assert numbers(near) == [first]


async def test_in_a_group_the_numbers_are_links(newspaper: Newspaper, answer: Answer) -> None:
    first, second = await store(newspaper, BRIDGE, BRIDGE_AGAIN)
    anna = newspaper.emulator.person("Анна")
    group = newspaper.emulator.group("Рязань", members=[anna])
    teaser = await answer(await anna.says(f"/read {first}", chat=group))
    near = await press(anna, teaser, RELATED, chat=group)
    assert button(near, str(second))["url"].endswith(f"start=a_{second}")
    teaser = await press(anna, near, "К публикации", chat=group)
    assert all_labels(teaser) == ["Читать", RELATED]


async def test_an_editor_pins_one_forbids_a_pair_and_takes_both_back(newspaper: Newspaper, answer: Answer) -> None:
    first, second, chess = await store(newspaper, BRIDGE, BRIDGE_AGAIN, CHESS)
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

    anna = newspaper.emulator.person("Анна")
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


async def test_what_an_editor_was_asked_for_can_be_let_go(newspaper: Newspaper, answer: Answer) -> None:
    (first,) = await store(newspaper, BRIDGE)
    editor = newspaper.editor
    screen = await press(editor, await answer(await editor.says(f"/edit {first}")), RELATED)
    assert NONE in screen["text"]
    screen = await press(editor, await press(editor, screen, "Исключить"), "Отмена")
    assert NONE in screen["text"]
    assert "закреплена" not in (await answer(await editor.says(str(first))))["text"]

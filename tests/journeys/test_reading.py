"""Reading: the front page, an article in full in one message, by number, by link and in groups."""

import pytest

from emulator import Person
from handlers.cards.articles import MESSAGE_UNITS
from news.ledger import Address
from news.richtext import units
from tests.journeys.sentences import NOTHING_PUBLISHED, SUBSCRIBED, UNKNOWN_ARTICLE
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    all_labels,
    button,
    current,
    from_bot,
    labels,
    numbers,
    press,
    publish,
    publish_many,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

USAGE = "Напишите после команды номер публикации: /read 12. Номера: /latest."


async def test_start_greets_with_the_last_three_headlines_and_one_tap_subscribes(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 5)

    greeting = await answer(await anna.says("/start"))

    assert greeting["text"].startswith("«Вестник» — газета в Телеграме.")
    assert numbers(greeting) == [5, 4, 3]
    assert labels(greeting) == [["5", "4", "3"], ["Подписаться"], ["Последние новости", "Все новости"], ["Поиск"]]
    subscribed = await press(anna, greeting, "Подписаться")
    assert subscribed["text"].startswith(SUBSCRIBED)
    assert (await newspaper.news.subscriptions.get(Address(anna.id))).active
    again = await answer(await anna.says("/start"))
    assert "Подписаться" not in all_labels(again)


async def test_a_headline_on_the_front_page_opens_in_the_same_message_and_has_a_way_back(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 3)
    greeting = await answer(await anna.says("/start"))

    opened = await press(anna, greeting, "2")

    assert opened["text"].startswith("Новость 2\n")
    back = await press(anna, opened, "Назад")
    assert back["text"].startswith("Последние новости")
    assert len(from_bot(anna)) == 1


async def test_help_lists_exactly_the_commands_of_the_menu(answer: Answer, anna: Person) -> None:
    helped = await answer(await anna.says("/help"))

    offered = [f"/{command['command']} — {command['description']}" for command in anna.commands()]
    assert helped["text"].split("\n\n")[1].split("\n") == offered
    assert "Последние новости" in all_labels(helped)


async def test_read_shows_the_whole_of_a_long_text_in_pages_and_nothing_is_lost(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    paragraphs = [
        f"Абзац {number}. " + " ".join(f"Слово{number}х{index} — это только начало." for index in range(number % 9 + 3))
        for number in range(1, 140)
    ]
    number = await publish(newspaper, "Длинная публикация", "\n".join(paragraphs))
    page = await answer(await anna.says(f"/read {number}"))
    count = int(all_labels(page)[0].split(" / ")[1])
    assert count > 3
    assert labels(page)[0] == [f"1 / {count}", "›"]

    pages = [page]
    for place in range(2, count + 1):
        page = await press(anna, page, "›")
        assert f"{place} / {count}" in labels(page)[0]
        pages.append(page)

    assert "›" not in labels(page)[0]
    assert all(units(page["text"]) <= MESSAGE_UNITS for page in pages)
    whole = " ".join(page["text"] for page in pages).split()
    title, meta, *_ = pages[0]["text"].split("\n")
    assert whole == [*title.split(), *meta.split(), *" ".join(paragraphs).split()], "in order, no word cut or lost"
    page = await press(anna, page, "‹")
    assert page["text"] == pages[-2]["text"]
    assert len(from_bot(anna)) == 1


async def test_the_middle_of_the_page_row_shows_the_same_page_again(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Длинная", "\n".join("Слово за слово. " * 20 for _ in range(30)))
    page = await answer(await anna.says(f"/read {number}"))

    same = await press(anna, page, all_labels(page)[0])

    assert (same["text"], labels(same)) == (page["text"], labels(page))
    assert len(from_bot(anna)) == 1


async def test_back_from_a_later_page_still_leads_to_the_list(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 3)
    await publish(newspaper, "Длинная", "\n".join("Слово за слово. " * 20 for _ in range(30)), at=LONG_AGO)
    latest = await answer(await anna.says("/latest"))
    page = await press(anna, await press(anna, latest, "4"), "›")

    back = await press(anna, page, "Назад")

    assert back["text"] == latest["text"]


async def test_the_headline_is_not_repeated_when_the_text_repeats_it(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    title = "Библиотека переезжает в новое здание"
    text = (
        f"{title}\n\nГородская библиотека закроется на неделю.\n\n{title.upper()}.\n\n"
        "«Книги уже в пути», — сказала директор.\n\n"
        f"О том, что {title.lower()}, стало известно утром."
    )
    number = await publish(newspaper, title, text)

    shown = await answer(await anna.says(f"/read {number}"))

    assert shown["text"] == (
        f"{title}\n5 марта 2024, 14:05 · № 1\n\nГородская библиотека закроется на неделю.\n\n"
        "«Книги уже в пути», — сказала директор.\n\n"
        f"О том, что {title.lower()}, стало известно утром."
    )


@pytest.mark.parametrize(
    "written",
    [
        *("/read 1", "/read № 1", "/read #1", "/read@vestnik_bot 1", "/read  1 пожалуйста"),
        *(
            "/read1",
            "/Read_1",
            "/READ№1",
            "/read1@Vestnik_bot",
            "/read\u00a01",
            "/read: 1.",
            "/read ١",
        ),
    ],
)
async def test_read_understands_a_number_as_people_write_it(
    newspaper: Newspaper, answer: Answer, written: str, anna: Person
) -> None:
    await publish(newspaper, "Единственная", "Текст.")

    assert (await answer(await anna.says(written)))["text"].startswith("Единственная\n")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/read 2", UNKNOWN_ARTICLE.format(number=2)),
        ("/read 0", UNKNOWN_ARTICLE.format(number=0)),
        ("/read 999999999999999999", UNKNOWN_ARTICLE.format(number=999999999999999999)),
        ("/read 9999999999999999999999999999999999", USAGE),
        ("/read", USAGE),
        ("/read -1", USAGE),
        ("/read первую", USAGE),
        ("/read 1e5", USAGE),
        ("/read 1; DROP TABLE articles", UNKNOWN_ARTICLE.format(number=1)),
    ],
)
async def test_an_unknown_or_absurd_number_gets_a_sentence_that_helps(
    answer: Answer, written: str, said: str, anna: Person
) -> None:
    assert (await answer(await anna.says(written)))["text"] == said


async def test_a_reader_cannot_open_a_draft(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    draft = await answer(await newspaper.editor.says("/post Ещё не готово\nСовсем."))

    assert "№ 1" in draft["text"]
    for written in ("/read 1", "/start a_1", "/start d_1", "/comments 1"):
        assert (await answer(await anna.says(written)))["text"] == UNKNOWN_ARTICLE.format(number=1)
    assert (await answer(await anna.says("/latest")))["text"].endswith(NOTHING_PUBLISHED)


async def test_a_retracted_article_is_explained_on_every_way_to_it_and_leaves_the_lists(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 2)
    latest = await answer(await anna.says("/latest"))
    await answer(await newspaper.editor.says("/retract 2 Дата неверна"))
    await newspaper.editor.presses("Снять")
    gone = "Публикация № 2 снята редакцией. Другие новости: /latest, весь архив: /all.\nПричина: Дата неверна"

    for written in ("/read 2", "/start a_2", "/start d_2", "/comments 2"):
        assert (await answer(await anna.says(written)))["text"] == gone
    tapped = await anna.presses("2", message=latest["message_id"])
    assert tapped is not None
    assert (tapped.text, tapped.show_alert) == (gone, True)
    assert current(anna, latest)["text"] == latest["text"], "the list stays, to go on from"
    assert numbers(await answer(await anna.says("/latest"))) == [1]


async def test_deep_links_open_an_article_and_its_comments(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    number = await publish(newspaper, "Дальняя", "Прочитанная по ссылке.")

    article = await answer(await anna.follows(f"a_{number}"))
    assert article["text"].endswith("Прочитанная по ссылке.")
    assert labels(article)[-1] == ["Последние новости", "Все новости"]
    comments = await answer(await anna.follows(f"d_{number}"))
    assert comments["text"].startswith("Комментарии\nДальняя")


@pytest.mark.parametrize("parameter", ["a_", "a_x", "a_-1", "b_1", "a1", "_", "c_", "a_1_1", "0" * 64])
async def test_a_deep_link_that_leads_nowhere_greets(answer: Answer, parameter: str, anna: Person) -> None:
    assert (await answer(await anna.follows(parameter)))["text"].startswith("«Вестник» — газета в Телеграме.")


async def test_a_deep_link_to_an_unknown_number_gets_the_sentence_that_helps(answer: Answer, anna: Person) -> None:
    assert (await answer(await anna.follows("a_77")))["text"] == UNKNOWN_ARTICLE.format(number=77)


async def test_a_picture_is_one_tap_away(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await answer(await newspaper.editor.shares_photo("/post Закат над рекой\nСнято вчера."))
    await newspaper.editor.presses("Опубликовать")
    opened = await press(anna, await answer(await anna.says("/latest")), "1")

    await press(anna, opened, "Фото")

    photo = await anna.sees("Закат над рекой")
    assert photo["photo"]
    assert photo["caption"] == "Закат над рекой"
    assert current(anna, opened)["text"] == opened["text"], "the article stays above its picture, with its way back"


async def test_in_a_group_the_headlines_are_links_to_the_private_chat(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 2)
    group = newspaper.emulator.group("Соседи", admins=[anna])

    latest = await answer(await anna.says("/latest", chat=group))
    assert button(latest, "2")["url"].endswith("?start=a_2")
    lead = await answer(await anna.says("/read 1", chat=group))
    assert lead["text"] == "Новость 1\n\nТекст новости 1."
    await anna.presses("Читать", message=lead["message_id"], chat=group)

    article = await anna.sees("Новость 1\n5 марта")
    assert article["chat"]["type"] == "private"
    older = await press(anna, latest, "Все новости", chat=group)
    assert button(older, "1")["url"].endswith("?start=a_1"), "links stay links when the list is turned"


async def test_every_reader_turns_a_list_of_their_own(newspaper: Newspaper, answer: Answer) -> None:
    await publish_many(newspaper, 25)
    anna, boris = newspaper.emulator.person("Анна"), newspaper.emulator.person("Борис")
    pages: list[Json] = [await answer(await person.says("/all")) for person in (anna, boris)]

    await press(anna, pages[0], "Старее")

    assert numbers(current(boris, pages[1])) == list(range(25, 15, -1))
    assert numbers(current(anna, pages[0])) == list(range(15, 5, -1))


async def test_in_a_forum_the_answer_comes_in_the_topic_where_it_was_asked_for(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 2)
    forum = newspaper.emulator.group("Соседи", admins=[anna], forum=True)
    topic = forum.opens_topic("Новости")

    latest = await answer(await anna.says("/latest", chat=forum, topic=topic))

    assert latest["message_thread_id"] == topic
    assert numbers(latest) == [2, 1]

"""Subscribing, and the push on the timer: every subscriber gets each edition as one message, once."""

import pytest

from emulator import BLOCKED, Fault, Person
from news.model import NewArticle, Revision
from news.richtext import from_plain
from storage import open_storage
from tests.journeys.sentences import SUBSCRIBED, UNSUBSCRIBED, WELCOME_BACK
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    count_messages,
    current,
    from_bot,
    labels,
    numbers,
    press,
    publish,
    publish_many,
    store,
)
from tests.journeys.subscriptions import count_pushes, new_subscriber, publish_and_push
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_one_subscribes_and_unsubscribes_by_command(answer: Answer, anna: Person) -> None:
    said = [
        (await answer(await anna.says(command)))["text"].split("\n")[0]
        for command in ("/unsubscribe", "/subscribe", "/subscribe", "/unsubscribe", "/unsubscribe", "/subscribe")
    ]

    assert said == [
        "Вы не подписаны.",
        SUBSCRIBED,
        "Вы уже подписаны.",
        UNSUBSCRIBED,
        "Вы не подписаны.",
        SUBSCRIBED,
    ]


async def test_one_subscribes_and_unsubscribes_by_a_button_in_the_same_message(answer: Answer, anna: Person) -> None:
    screen = await answer(await anna.says("/start"))

    screen = await press(anna, await press(anna, screen, "Подписаться"), "Готово")
    assert screen["text"] == SUBSCRIBED
    screen = await press(anna, screen, "Отписаться")
    assert screen["text"] == UNSUBSCRIBED
    screen = await press(anna, await press(anna, screen, "Подписаться"), "Готово")
    assert screen["text"] == SUBSCRIBED

    assert len(from_bot(anna)) == 1
    assert "Подписка: есть" in (await answer(await anna.says("/me")))["text"]


async def test_one_article_is_pushed_with_its_lead_and_a_button_that_opens_it_in_place(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await new_subscriber(newspaper)
    await answer(await newspaper.editor.says("/post Мост открыт\nДвижение началось в полдень.\n\nОчередь была велика."))
    await newspaper.editor.presses("Опубликовать")

    push = await anna.sees("Мост открыт")

    assert push["text"] == "Мост открыт\n\nДвижение началось в полдень."
    assert labels(push) == [["Читать", "Ещё"]]
    opened = await press(anna, push, "Читать")
    assert opened["text"].endswith("Движение началось в полдень.\n\nОчередь была велика.")
    assert {"Последние новости", "Все новости"} <= set(all_labels(opened))
    assert count_messages(anna, "Мост открыт") == 1


async def test_all_articles_since_the_last_edition_come_as_one_numbered_list(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 7, to_push=True)

    push = await anna.sees("Новые публикации")

    assert numbers(push) == [7, 6, 5, 4, 3, 2, 1]
    assert labels(push) == [["7", "6", "5", "4"], ["3", "2", "1"]]
    opened = await press(anna, push, "3")
    assert opened["text"].endswith("Текст новости 3.")
    back = await press(anna, opened, "Назад")
    assert (back["text"], labels(back)) == (push["text"], labels(push))
    assert len(from_bot(anna)) == 2, "the confirmation, and one message for the whole edition"


async def test_a_large_edition_shows_what_fits_and_leads_to_the_rest(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 41, to_push=True)
    await newspaper.news.delivery.tick()

    push = await anna.sees("Новые публикации")

    assert numbers(push) == list(range(41, 21, -1))
    assert push["text"].endswith("и ещё 21 публикация")
    rest = await press(anna, push, "Все новости")
    assert numbers(rest) == list(range(41, 31, -1))


async def test_nobody_gets_an_article_twice_and_a_late_subscriber_gets_no_old_ones(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish(newspaper, "Утренняя", to_push=True)
    await anna.sees("Утренняя")
    boris = await new_subscriber(newspaper, "Борис")
    await publish_and_push(newspaper, "Дневная")
    for person in (anna, boris):
        await person.sees("Дневная")
    await newspaper.restart()
    await publish_and_push(newspaper, "Вечерняя")
    for person in (anna, boris):
        await person.sees("Вечерняя")

    titles = ("Утренняя", "Дневная", "Вечерняя")
    assert [count_pushes(anna, title) for title in titles] == [1, 1, 1]
    assert [count_pushes(boris, title) for title in titles] == [0, 1, 1]


async def test_articles_from_before_the_first_subscription_are_not_pushed_later(newspaper: Newspaper) -> None:
    await publish_and_push(newspaper, "Давняя")
    anna = await new_subscriber(newspaper)
    await publish_and_push(newspaper, "Свежая")

    await anna.sees("Свежая")

    assert count_pushes(anna, "Давняя") == 0


async def test_an_unsubscribed_reader_gets_nothing_and_a_returning_one_only_new_articles(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    await answer(await anna.says("/unsubscribe"))
    await publish_and_push(newspaper, "Без Анны")
    await boris.sees("Без Анны")
    await answer(await anna.says("/subscribe"))
    await publish_and_push(newspaper, "Снова с Анной")

    await anna.sees("Снова с Анной")

    assert count_pushes(anna, "Без Анны") == 0


async def test_articles_published_while_the_program_was_down_are_pushed_after_the_start(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await newspaper.stop()
    async with open_storage(newspaper.settings.database_url) as database:
        text = from_plain("Пока все спали.")
        await store(database, [NewArticle("night", "Ночная", text, LONG_AGO, published_at=LONG_AGO, to_push=True)])
    assert count_messages(anna, "Ночная") == 0

    await newspaper.start()

    push = await anna.sees("Ночная")
    assert push["text"] == "Ночная\n\nПока все спали."
    assert count_messages(anna, "Ночная") == 1


async def test_a_draft_and_a_retracted_article_are_not_pushed(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    articles = [
        NewArticle(title, title, from_plain(title), LONG_AGO, published_at=LONG_AGO, to_push=True)
        for title in ("Снятая", "Верная")
    ]
    async with newspaper.news.storage.writing() as unit:
        numbers = [(await unit.articles.add(article))[0] for article in articles]
        await unit.articles.add(NewArticle("draft", "Черновая", from_plain("Нет."), LONG_AGO))
        await unit.articles.retract(numbers[0], Revision(newspaper.editor.id, LONG_AGO, reason=""))

    push = await anna.sees("Верная")

    assert labels(push) == [["Читать", "Ещё"]], "the retracted one does not count either"
    assert count_messages(anna, "Снятая") == count_messages(anna, "Черновая") == 0


async def test_a_pushed_list_marks_retracted_articles_also_on_the_way_back(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 3, to_push=True)
    await newspaper.news.delivery.tick()
    push = await anna.sees("Новые публикации")
    await answer(await newspaper.editor.says("/retract 1"))
    await newspaper.editor.presses("Снять")
    corrected = await anna.sees("Снято редакцией.")
    assert corrected["message_id"] == push["message_id"]

    back = await press(anna, await press(anna, corrected, "3"), "Назад")

    assert (back["text"], labels(back)) == (corrected["text"], labels(corrected))
    assert all_labels(back) == ["3", "2"]
    assert "ещё" not in back["text"]


async def test_blocking_the_bot_ends_the_subscription_and_coming_back_offers_it_again(newspaper: Newspaper) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    await anna.blocks()
    await publish_and_push(newspaper, "Без Анны")
    await boris.sees("Без Анны")
    await anna.unblocks()

    offer = await anna.sees(WELCOME_BACK)

    assert count_pushes(anna, "Без Анны") == 0
    screen = await press(anna, offer, "Подписаться")
    assert screen["text"].startswith(SUBSCRIBED)
    await publish_and_push(newspaper, "Снова с Анной")
    await anna.sees("Снова с Анной")
    assert count_pushes(anna, "Без Анны") == 0


async def test_a_reader_who_never_subscribed_is_offered_nothing_on_coming_back(answer: Answer, anna: Person) -> None:
    await answer(await anna.says("/start"))

    await anna.blocks()
    await anna.unblocks()

    after = await answer(await anna.says("/me"))
    assert from_bot(anna)[1:] == [after]


async def test_a_block_found_while_sending_ends_the_subscription_and_does_not_stop_the_others(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    newspaper.emulator.faults.add(Fault(BLOCKED, method="sendMessage", chat_id=anna.id))
    await publish_and_push(newspaper, "Первая")
    await boris.sees("Первая")
    await publish_and_push(newspaper, "Вторая")
    await boris.sees("Вторая")

    assert count_messages(anna, "Первая") == count_messages(anna, "Вторая") == 0
    assert (await answer(await anna.says("/subscribe")))["text"].startswith(SUBSCRIBED), "it had ended"


async def test_a_reader_reads_on_while_editions_arrive(newspaper: Newspaper, answer: Answer) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 12)
    latest = await answer(await anna.says("/latest"))
    await publish_and_push(newspaper, "Срочная")
    await anna.sees("Срочная")

    opened = await press(anna, latest, "5")

    assert opened["text"].endswith("Текст новости 5.")
    assert current(anna, latest)["text"] == opened["text"]

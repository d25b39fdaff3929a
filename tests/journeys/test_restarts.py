"""Restarts: unfinished dialogues go on, updates that arrived meanwhile are answered, and nothing is done twice."""

import asyncio

import pytest

from bot.clock import SystemClock
from emulator import Emulator, Fault, Person, Refused, Slow
from emulator.errors import bad_request
from news.ledger import Audience, EditionRules
from news.model import NewArticle
from news.readers import ANONYMOUS
from news.richtext import from_plain
from storage import open_storage
from tests.journeys.sentences import COMMENT_STORED
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    count_messages,
    crash_and_restart,
    current,
    from_bot,
    labels,
    menu,
    numbers,
    press,
    publish,
    publish_many,
    register,
    store,
    wait_until_handled,
)
from tests.newspaper import TIMEOUT_SECONDS, Newspaper

pytestmark = pytest.mark.slow

TOO_OLD = Refused(bad_request("query is too old and response timeout expired or query ID is invalid"))


async def test_a_name_asked_for_before_the_restart_may_come_after_it(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")

    await newspaper.restart()

    sent = await anna.says("Анна")
    assert (await answer(sent))["text"].startswith("Вы зарегистрированы")
    assert await answer(sent, "Мост открыт\n"), "and back to the article"


async def test_an_article_asked_for_before_the_restart_may_come_after_it(newspaper: Newspaper, answer: Answer) -> None:
    await answer(await newspaper.editor.says("/post"))

    await newspaper.restart()

    preview = await answer(await newspaper.editor.says("После перерыва\nВсё на месте."))
    assert "черновик · № 1" in preview["text"]
    await newspaper.restart()
    published = await press(newspaper.editor, preview, "Опубликовать")
    assert "Опубликовано под № 1" in published["text"]


async def test_a_correction_goes_on_through_a_restart_at_every_step(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт", "В полдень.")
    card = await answer(await vera.says("/edit 1"))
    await newspaper.restart()
    await press(vera, card, "Текст")
    await newspaper.restart()
    text = "В час, как сообщили в управе."
    bold = {"type": "bold", "offset": 0, "length": 5}
    preview = await answer(await vera.says(text, entities=[bold]))
    await newspaper.restart()
    await press(vera, preview, "Отметить «обновлено»")
    await newspaper.restart()
    done = await answer(await vera.says("Уточнено время"))
    assert done["text"] == "Публикация № 1 изменена."

    read = await press(vera, done, "К публикации")

    assert text in read["text"]
    assert any(entity["type"] == "bold" and entity["length"] == 5 for entity in read["entities"])
    assert read["text"].endswith(": Уточнено время")


async def test_a_retraction_keeps_its_reason_through_a_restart(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "Мост открыт")
    asked = await answer(await newspaper.editor.says("/retract 1 Дата неверна"))

    await newspaper.restart()
    await press(newspaper.editor, asked, "Снять")

    read = await answer(await newspaper.editor.says("/read 1"))
    assert read["text"].endswith("Причина: Дата неверна")


async def test_cancel_ends_a_dialogue_that_a_restart_kept(newspaper: Newspaper, answer: Answer) -> None:
    await answer(await newspaper.editor.says("/post"))
    await newspaper.restart()

    assert (await answer(await newspaper.editor.says("/cancel")))["text"] == "Прервано."
    await newspaper.restart()

    assert (await answer(await newspaper.editor.says("Заголовок")))["text"].startswith("Не понял вас.")


async def test_updates_that_arrived_while_the_program_was_down_are_handled_in_order_after_the_start(
    newspaper: Newspaper, answer: Answer
) -> None:
    await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    latest = await answer(await anna.says("/latest"))
    await newspaper.stop()

    for count in range(4):
        await anna.says(f"/comment 1 Слово {count}")
    await anna.presses("1", message=latest["message_id"], timeout=0)
    subscribed = await anna.says("/subscribe")
    assert count_messages(anna, COMMENT_STORED) == 0
    await newspaper.start()

    assert await answer(subscribed, "Вы подписаны")
    comments = (await newspaper.news.threads.page(ANONYMOUS, 1)).comments
    assert [comment.text for comment in comments] == [f"Слово {count}" for count in range(4)]
    assert count_messages(anna, COMMENT_STORED) == 4
    assert current(anna, latest)["text"].startswith("Мост открыт\n")


async def test_a_comment_is_stored_once_though_the_program_died_before_its_update_was_marked_done(
    newspaper: Newspaper,
) -> None:
    await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    newspaper.emulator.faults.add(Fault(Slow(TIMEOUT_SECONDS), method="sendMessage", chat_id=anna.id))
    await anna.says("/comment 1 Однажды")
    await wait_for_call(newspaper.emulator, anna)

    await crash_and_restart(newspaper)

    await anna.sees(COMMENT_STORED)
    await wait_until_handled(newspaper, anna)
    comments = (await newspaper.news.threads.page(ANONYMOUS, 1)).comments
    assert [comment.text for comment in comments] == ["Однажды"]


async def wait_for_call(emulator: Emulator, person: Person) -> None:
    """Wait until a call that writes to a person is in flight. The world has not changed yet."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not is_called(emulator, person):  # noqa: ASYNC110 - a call wakes no waiter
            await asyncio.sleep(0.01)


def is_called(emulator: Emulator, person: Person) -> bool:
    """Whether the bot has called sendMessage for this person."""
    return any(call.parameters.get("chat_id") == person.id for call in emulator.calls.of("sendMessage"))


async def test_a_push_that_the_stop_interrupted_reaches_everybody_once(newspaper: Newspaper, answer: Answer) -> None:
    people = [newspaper.emulator.person(f"Читатель {count}") for count in range(12)]
    for person in people:
        await answer(await person.says("/subscribe"))
    await publish(newspaper, "Утренняя", to_push=True)
    await newspaper.news.delivery.tick()

    await newspaper.restart()

    for person in people:
        await person.sees("Утренняя")
    assert [count_messages(person, "Утренняя") for person in people] == [1] * len(people)


async def test_an_edition_opened_before_the_stop_is_sent_after_the_start(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/subscribe"))
    await newspaper.stop()
    async with open_storage(newspaper.settings.database_url) as database:
        text = from_plain("Текст.")
        await store(database, [NewArticle("a", "Забытая", text, LONG_AGO, published_at=LONG_AGO, to_push=True)])
        async with database.writing() as unit:
            assert await unit.editions.open_headlines(EditionRules(Audience.SUBSCRIBERS), SystemClock().now(), 20)

    await newspaper.start()

    assert labels(await anna.sees("Забытая")) == [["Читать", "Ещё"]]


@pytest.mark.parametrize("label", ["1", "Все новости"])
async def test_a_button_pressed_long_ago_still_does_what_it_says(
    newspaper: Newspaper, answer: Answer, label: str, anna: Person
) -> None:
    """Telegram refuses the answer to an old press; the message can still be edited."""
    await publish_many(newspaper, 1)
    latest = await answer(await anna.says("/latest"))
    newspaper.emulator.faults.add(Fault(TOO_OLD, method="answerCallbackQuery"))

    await anna.presses(label, message=latest["message_id"], timeout=0)
    await wait_until_handled(newspaper, anna)

    assert current(anna, latest)["text"] != latest["text"]
    assert count_messages(anna, "сломалось") == 0


async def test_a_refusal_that_comes_too_late_for_an_alert_comes_as_a_message(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 2)
    latest = await answer(await anna.says("/latest"))
    await press(newspaper.editor, await answer(await newspaper.editor.says("/retract 1")), "Снять")
    newspaper.emulator.faults.add(Fault(TOO_OLD, method="answerCallbackQuery", times=2))

    await anna.presses("1", message=latest["message_id"], timeout=0)

    assert await answer(latest, "Публикация № 1 снята редакцией.")


async def test_the_lists_a_person_had_open_go_on_after_the_restart(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 25)
    page = await answer(await anna.says("/all"))

    await newspaper.restart()
    page = await press(anna, page, "Старее")
    await newspaper.restart()
    opened: Json = await press(anna, page, "11")
    await newspaper.restart()
    back = await press(anna, opened, "Назад")

    assert numbers(back) == list(range(15, 5, -1))
    assert len(from_bot(anna)) == 1


async def test_the_menus_are_there_again_after_a_restart(newspaper: Newspaper, answer: Answer) -> None:
    await answer(await newspaper.editor.says("/start"))
    await newspaper.stop()
    world = newspaper.emulator.world
    for scope in (("all_private_chats",), ("chat", newspaper.editor.id), ("all_group_chats",)):
        for language in ("", "ru", "en"):
            world.profile.menus.delete(scope, language)
    assert newspaper.editor.commands() == []

    await newspaper.start()
    await newspaper.wait_for_menus()
    found = await world.changes.until(lambda: "post" in menu(newspaper.editor) or None, TIMEOUT_SECONDS)

    assert found

"""The life of an article on each engine: posted, pushed, read, commented on, corrected, retracted."""

import pytest

from emulator import Person
from tests.bot.intakes import inbox_states
from tests.journeys.sentences import GUESTS_MAY_NOT
from tests.journeys.steps import (
    Answer,
    all_labels,
    from_bot,
    labels,
    numbers,
    press,
    publish_many,
    styled,
    wait_until_handled,
)
from tests.newspaper import Newspaper

# Text as it is copied from a news site: the headline again in the middle, no markup.
TEXT = """Каток на площади откроют в субботу

Каток на главной площади зальют к концу недели, если удержится мороз, сообщили в городском парке.

Каток на площади откроют в субботу

"Лёд уже намораживают, и к субботе он будет готов", - сказал смотритель катка. Вход, по его словам, останется свободным.

Коньки можно будет взять напрокат: 1) у входа; 2) в павильоне.

обновлено"""


@pytest.fixture
def newspaper_url(database_url: str) -> str:
    """A database with empty tables, once for each engine."""
    return database_url


async def test_from_the_first_post_to_the_last_word(newspaper: Newspaper, answer: Answer) -> None:
    vera, anna = newspaper.editor, newspaper.emulator.person("Анна")
    boris = newspaper.emulator.person("Борис", language="en")
    await publish_many(newspaper, 11)
    for person in (anna, boris):
        await answer(await person.says("/start"))
        await person.presses("Подписаться" if person is anna else "Subscribe")

    await it_is_posted(answer, vera)
    await it_is_pushed_and_read(newspaper, anna, boris)
    await a_guest_registers_and_comments(newspaper, answer, anna, boris)
    await the_program_is_restarted(newspaper, answer, anna)
    await it_is_corrected(newspaper, answer, vera, anna)
    await it_is_retracted(answer, vera, anna, boris)


async def it_is_posted(answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))
    preview = await answer(await vera.says(TEXT))
    assert preview["text"].count("Каток на площади откроют в субботу") == 1
    await press(vera, preview, "Опубликовать")


async def it_is_pushed_and_read(newspaper: Newspaper, anna: Person, boris: Person) -> None:
    lead = "Каток на главной площади зальют к концу недели, если удержится мороз, сообщили в городском парке."
    for person, read, more in ((anna, "Читать", "Ещё"), (boris, "Read", "More")):
        push = await person.sees(lead)
        assert push["text"] == f"Каток на площади откроют в субботу\n\n{lead}"
        assert labels(push) == [[read, more]]
        article = await press(person, push, read)
        assert article["text"].endswith("Коньки можно будет взять напрокат: 1) у входа; 2) в павильоне.\n\nобновлено")
    assert all(sum(lead in message.get("text", "") for message in from_bot(person)) == 1 for person in (anna, boris))


async def a_guest_registers_and_comments(newspaper: Newspaper, answer: Answer, anna: Person, boris: Person) -> None:
    article = await answer(await anna.says("/read 12"))
    notice = await press(anna, article, "Добавьте комментарий")
    assert notice["text"] == GUESTS_MAY_NOT
    await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")
    back = await answer(await anna.says("Анна из Твери"), "Каток на площади откроют в субботу\n")
    await press(anna, back, "Добавьте комментарий")
    asked = await answer(back)
    await answer(await anna.says("А где взять варежки? 🧤", reply_to=asked["message_id"]))
    newspaper.emulator.redeliver(max(await inbox_states(newspaper.news.storage)))
    await wait_until_handled(newspaper, anna)

    shown = await answer(await boris.says("/comments 12"))
    assert shown["text"].count("А где взять варежки? 🧤") == 1
    assert "Анна из Твери" in styled(shown, "bold")
    assert (await answer(await boris.says("/comment 12 Why?")))["text"].startswith("Visitors in the group Guests")


async def the_program_is_restarted(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    page = await answer(await anna.says("/all"))
    await newspaper.stop()
    comment = await anna.says("/comment 12 Каток отличный")
    await newspaper.start()
    assert (await answer(comment))["text"] == "Ваш комментарий опубликован."
    older = await press(anna, page, "Старее")
    assert numbers(older) == [2, 1]


async def it_is_corrected(newspaper: Newspaper, answer: Answer, vera: Person, anna: Person) -> None:
    card = await answer(await vera.says("/edit 12"))
    await press(vera, card, "Заголовок")
    await answer(card)
    preview = await answer(await vera.says("Каток на площади откроют в воскресенье"))
    asked = await press(vera, preview, "Отметить «обновлено»")
    assert labels(asked) == [["Без причины"], ["Отмена"]]
    await answer(await vera.says("Открытие перенесли на день"))

    latest = await answer(await anna.says("/latest"))
    assert "12. Каток на площади откроют в воскресенье\n" in latest["text"]
    assert "обновлено" in latest["text"]
    article = await press(anna, latest, "12")
    assert "Открытие перенесли на день" in article["text"]
    assert "Комментарии (2)" in all_labels(article)


async def it_is_retracted(answer: Answer, vera: Person, anna: Person, boris: Person) -> None:
    asked = await answer(await vera.says("/retract 12 Каток не откроют"))
    await press(vera, asked, "Снять")

    assert (await answer(await anna.says("/read 12")))["text"].endswith("Причина: Каток не откроют")
    assert (await answer(await boris.says("/comments 12")))["text"].startswith("Publication No. 12 has been withdrawn")
    assert numbers(await answer(await boris.says("/latest"))) == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert "11 публикаций" in (await answer(await vera.says("/stats")))["text"]
    assert "2 комментария" in (await answer(await vera.says("/stats")))["text"]

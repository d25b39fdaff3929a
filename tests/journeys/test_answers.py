"""A reader's own view of discussions: answers are told and muted, readers ignored; own comments; what is new."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from emulator import Person
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    count_messages,
    labels,
    let_pass,
    press,
    publish,
    reader_of,
    register,
    styled,
    wait_for,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

TOLD = "Борис из Риги отвечает вам:"
HIDDEN = "Комментарий скрыт: вы не показываете комментарии этого читателя."


@pytest.fixture
async def number(newspaper: Newspaper) -> int:
    """The number of an article of today: it takes comments."""
    return await publish(newspaper, "Мост открыт", "Движение началось.", at=SystemClock().now())


@pytest.fixture
async def boris(newspaper: Newspaper) -> Person:
    return await register(newspaper, newspaper.emulator.person("Борис"), "Борис из Риги")


@pytest.fixture
def short_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of three seconds are told together, not of five minutes."""
    monkeypatch.setattr("news.answers.WINDOW", timedelta(seconds=3))


async def comment(newspaper: Newspaper, person: Person, text: str) -> None:
    await answer_to(newspaper, await person.says(f"/comment 1 {text}"))


async def answer_comment(newspaper: Newspaper, person: Person, number: int, text: str) -> Json:
    """Open a comment by its number on the page, press «Ответить» and reply to the question."""
    page = await answer_to(newspaper, await person.says("/comments 1"))
    screen = page if str(number) in all_labels(page) else None
    assert screen is not None, page["text"]
    opened = await press(person, page, str(number))
    await press(person, opened, "Ответить")
    question = await answer_to(newspaper, opened)
    return await answer_to(newspaper, await person.says(text, reply_to=question["message_id"]))


async def test_an_answer_comes_at_once_and_leads_to_its_place_and_to_an_answer_back(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, member, "Наконец-то!")
    await answer_comment(newspaper, boris, 1, "Согласен")

    told = await member.sees(TOLD)
    assert told["text"] == f"{TOLD}\nМост открыт\nСогласен"
    assert (styled(told, "bold"), styled(told, "blockquote")) == ([TOLD], ["Согласен"])
    assert labels(told) == [["Ответить", "В обсуждение"], ["Не уведомлять"]]

    await press(member, told, "Ответить")
    question = await answer_to(newspaper, told)
    await answer_to(newspaper, await member.says("И я рада", reply_to=question["message_id"]))
    back = await boris.sees("Анна из Твери отвечает вам:")
    assert back["text"].endswith("\nИ я рада")

    placed = await press(member, told, "В обсуждение")
    assert placed["text"].startswith("Ответы\nМост открыт\n")
    assert placed["text"].index("Наконец-то!") < placed["text"].index("Согласен") < placed["text"].index("И я рада")


@pytest.mark.usefixtures("short_windows")
async def test_answers_that_follow_soon_come_together_and_one_own_answer_is_not_told(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, member, "Наконец-то!")
    await answer_comment(newspaper, boris, 1, "Раз")
    await member.sees(TOLD)
    await answer_comment(newspaper, member, 1, "Сама себе")
    for text in ("Два", "Три"):
        await answer_comment(newspaper, boris, 1, text)

    together = await member.sees("2 новых ответа вам")
    assert together["text"] == "2 новых ответа вам\nМост открыт\nБорис из Риги"
    assert labels(together) == [["В обсуждение"], ["Не уведомлять"]]
    placed = await press(member, together, "В обсуждение")
    assert "\nДва\n" in placed["text"]
    assert "\nРаз\n" not in placed["text"], "the page begins with the first new answer"
    assert count_messages(member, TOLD) == 1


@pytest.mark.usefixtures("short_windows")
async def test_a_thread_is_muted_under_the_message_and_on_its_page_and_told_again(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, member, "Наконец-то!")
    await answer_comment(newspaper, boris, 1, "Раз")
    told = await member.sees(TOLD)

    muted = await press(member, told, "Не уведомлять")
    assert muted["text"] == "Об ответах в этом обсуждении больше не сообщаем."
    assert labels(muted) == [["Снова сообщать"], ["В обсуждение", "Мои комментарии"]]
    await answer_comment(newspaper, boris, 1, "Два")
    await let_pass(newspaper, 4)
    assert count_messages(member, "новых ответа") + count_messages(member, "Два") == 0

    thread = await press(member, muted, "В обсуждение")
    assert "Сообщать об ответах" in all_labels(thread)
    again = await press(member, thread, "Сообщать об ответах")
    assert again["text"] == "Об ответах в этом обсуждении будем сообщать."
    await answer_comment(newspaper, boris, 1, "Три")
    assert (await member.sees(TOLD))["text"].endswith("\nТри")


async def test_what_is_removed_disappears_from_the_message_that_told_of_it(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, member, "Наконец-то!")
    await answer_comment(newspaper, boris, 1, "Гадость")
    told = await member.sees(TOLD)

    await answer_to(newspaper, await boris.says("/remove 2"))

    def look() -> Json | None:
        shown = next(each for each in member.messages if each["message_id"] == told["message_id"])
        return shown if "Гадость" not in shown["text"] else None

    shown = await wait_for(newspaper, look, "the words stay in the message")
    assert shown["text"] == "Этого ответа больше нет."
    assert labels(shown) == [["В обсуждение"]]


async def test_own_comments_are_listed_with_their_states_and_open_at_their_places(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    empty = await answer(await member.says("/mycomments"))
    assert empty["text"] == "Мои комментарии\n\nВы ещё ничего не комментировали. Свежие новости: /latest"
    for text in ("Первый", "Второй", "Третий"):
        await comment(newspaper, member, text)
    await answer_comment(newspaper, boris, 1, "Ответ")
    await answer(await newspaper.editor.says("/remove 2"))
    await answer(await member.says("/remove 3"))

    shown = await answer(await member.says("/mycomments"))
    third, second, first = shown["text"].split("\n\n")[1:]
    assert third.startswith("1. Мост открыт\n")
    assert third.endswith(" · удалён вами\nТретий")
    assert second.endswith(" · удалён редакцией\nВторой")
    assert first.endswith(" · опубликован · 1 ответ\nПервый")
    assert labels(shown)[0] == ["3"], "only what can be found in the discussion has a button"
    placed = await press(member, shown, "3")
    assert placed["text"].startswith("Комментарии\nМост открыт\n")
    assert "Первый" in placed["text"]


async def test_all_answers_are_muted_on_the_list_of_own_comments(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, member, "Первый")
    shown = await answer(await member.says("/mycomments"))
    shown = await press(member, shown, "Не сообщать об ответах")
    assert "Сообщать об ответах" in all_labels(shown)
    await answer_comment(newspaper, boris, 1, "Ответ")
    await let_pass(newspaper, 3)
    assert count_messages(member, TOLD) == 0


async def test_an_ignored_reader_disappears_for_one_reader_only_and_comes_back(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    await comment(newspaper, boris, "Назойливо")
    page = await answer(await member.says("/comments 1"))
    opened = await press(member, page, "1")
    ignored = await press(member, opened, "Не показывать комментарии этого читателя")
    assert ignored["text"] == "Комментарии читателя Борис из Риги вам больше не показываем. Остальные их видят."

    shown = await press(member, ignored, "Комментарии")
    assert HIDDEN in shown["text"]
    assert "Назойливо" not in shown["text"]
    assert "Борис" not in shown["text"]
    assert "1" not in all_labels(shown)
    assert "Назойливо" in (await answer(await boris.says("/comments 1")))["text"]

    own = await answer(await member.says("/mycomments"))
    listed = await press(member, own, "Кого вы не видите (1)")
    assert listed["text"].startswith("Кого вы не видите\n\nБорис из Риги\n")
    listed = await press(member, listed, "Борис из Риги")
    assert "Вы видите комментарии всех читателей." in listed["text"]
    assert "Назойливо" in (await answer(await member.says("/comments 1")))["text"]


async def test_who_comes_back_to_a_discussion_is_led_to_what_is_new(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, guest: Person
) -> None:
    await comment(newspaper, member, "Первый")
    await comment(newspaper, boris, "Второй")
    await answer_comment(newspaper, boris, 1, "Ответ")
    await comment(newspaper, boris, "Четвёртый")

    shown = await answer(await member.says("/comments 1"))
    assert "\n\n3 новых с прошлого раза\n\n" in shown["text"]
    placed = await press(member, shown, "К новым")
    assert "Второй" in placed["text"]
    assert "Первый" not in placed["text"]
    for person in (member, guest):
        again = await answer(await person.says("/comments 1"))
        assert "с прошлого раза" not in again["text"]
        assert "К новым" not in all_labels(again)


async def test_an_english_reader_hears_it_in_english(
    newspaper: Newspaper, answer: Answer, number: int, boris: Person
) -> None:
    john = newspaper.emulator.person("John", language="en")
    await register(newspaper, john, "John of York")
    await newspaper.news.readers.choose_language(await reader_of(newspaper, john), "en")
    await comment(newspaper, john, "At last")
    await answer_comment(newspaper, boris, 1, "Согласен")
    told = await john.sees("Борис из Риги answers you:")
    assert labels(told) == [["Answer", "To the discussion"], ["Do not tell me"]]
    shown = await answer(await john.says("/mycomments"))
    assert shown["text"].startswith("My comments\n\n1. Мост открыт\n")
    assert " · published · 1 answer\n" in shown["text"]
    muted = await press(john, told, "Do not tell me")
    assert muted["text"] == "You will not be told of answers in this thread."


async def test_a_guest_is_told_how_to_register(answer: Answer, guest: Person) -> None:
    refused = await answer(await guest.says("/mycomments"))
    assert refused["text"] == "Это для зарегистрированных читателей. Зарегистрироваться: /register"

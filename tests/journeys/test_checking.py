"""The human check of a registration (REGISTRATION=check): four pictures or four words, three tries, then a pause."""

from collections.abc import AsyncIterator

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.registration import agree, answer_check, answers, right_place
from tests.journeys.sentences import GUESTS_MAY_NOT
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    crash_and_restart,
    current,
    from_bot,
    labels,
    press,
    publish,
    reader_of,
)
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

ASK_NAME = "Под каким именем вы будете комментировать? Пришлите его сообщением: от 2 до 32 знаков."
OVER = "Эта проверка уже закончилась. Новая: /register"
PAUSED = "Три ответа были неверными. Попробуйте после перерыва: /register, начиная с "


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper that wants the human check."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, registration="check") as opened:
        await opened.wait_for_menus()
        yield opened


async def role_of(newspaper: Newspaper, person: Person) -> Role:
    return (await reader_of(newspaper, person)).role


async def test_a_guest_finds_the_picture_gives_a_name_and_comes_back_to_the_article(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    assert notice["text"] == GUESTS_MAY_NOT
    rules = await press(anna, notice, "Зарегистрироваться")

    check = await press(anna, rules, "Согласен")

    assert check["caption"].startswith("Нажмите номер картинки, на которой ")
    assert labels(check) == [["1", "2"], ["3", "4"], ["Вопросом"], ["Отмена"]]
    assert check["photo"][-1]["width"] == check["photo"][-1]["height"]
    assert len(from_bot(anna)) == 1, "until here one message, edited in place"
    assert await answer_check(newspaper, anna, check) == ""
    passed = current(anna, check)
    assert (passed["caption"], labels(passed)) == ("Верно.", [])
    asked = await answer(check, ASK_NAME)
    assert labels(asked) == [["Анна"], ["Отмена"]]
    confirmed = await press(anna, asked, "Анна")
    assert confirmed["text"].startswith("Вы зарегистрированы, ваше имя здесь — Анна.")
    back = await answer(confirmed, "Мост открыт\n")
    assert "Добавьте комментарий" in all_labels(back)
    assert await role_of(newspaper, anna) is Role.MEMBER


async def test_the_check_speaks_english_to_an_english_reader(newspaper: Newspaper, anna: Person) -> None:
    anna.speaks("en")
    check = await agree(newspaper, anna, "I agree")
    assert check["caption"].startswith("Press the number of the picture with a")
    assert await answer_check(newspaper, anna, check, rightly=False) == ""
    second = current(anna, check)
    assert second["caption"].startswith("That was not it. Tries left: 2.\nPress the number of the picture with a")

    words = await press(anna, second, "A question in words")
    question = await answer_to(newspaper, words)
    assert question["text"] == (
        "That was not it. Tries left: 2.\nThree of these words belong together. Press the one that does not."
    )
    assert await answer_check(newspaper, anna, question) == ""
    assert current(anna, question)["text"].startswith("Under which name will you comment?")


async def test_a_question_in_words_stands_instead_of_the_picture_for_who_cannot_see_it(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    check = await agree(newspaper, anna)
    await press(anna, check, "Вопросом")
    question = await answer(check)
    assert question["text"] == "Три слова из четырёх — об одном. Нажмите лишнее."
    words = all_labels(question)
    assert len(words) == 5
    assert words[-1] == "Отмена"
    assert not any(word.isdecimal() for word in words)

    pressed = await anna.presses(message=check["message_id"], data=answers(check)[0])
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (OVER, True), "the picture's answers count no more"
    assert await answer_check(newspaper, anna, question, rightly=False) == ""
    other = current(anna, question)
    assert other["text"] == "Это не то. Осталось попыток: 2.\nТри слова из четырёх — об одном. Нажмите лишнее."
    assert await answer_check(newspaper, anna, other) == ""

    assert current(anna, question)["text"] == ASK_NAME
    assert (await answer(await anna.says("Анна")))["text"].startswith("Вы зарегистрированы")


async def test_after_three_wrong_answers_there_is_a_pause_for_pictures_and_words(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    check = await agree(newspaper, anna)
    pictures = {check["photo"][-1]["file_unique_id"]}
    for left in (2, 1):
        assert await answer_check(newspaper, anna, check, rightly=False) == ""
        check = current(anna, check)
        assert check["caption"].startswith(f"Это не то. Осталось попыток: {left}.\nНажмите номер картинки")
        pictures.add(check["photo"][-1]["file_unique_id"])
    assert len(pictures) == 3, "each check is another picture"

    assert (await answer_check(newspaper, anna, check, rightly=False)).startswith(PAUSED)

    assert (await answer_check(newspaper, anna, check)).startswith(PAUSED), "the right answer comes too late"
    rules = await answer(await anna.says("/register"))
    for label in ("Согласен",):
        pressed = await anna.presses(label, message=rules["message_id"])
        assert pressed is not None
        assert (pressed.text or "").startswith(PAUSED)
    pressed = await anna.presses(message=rules["message_id"], data="hc:0:1")
    assert pressed is not None
    assert (pressed.text or "").startswith(PAUSED), "nor is there a question in words"
    assert await role_of(newspaper, anna) is Role.GUEST


async def test_stale_and_forged_answers_are_refused_and_name_nobody(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    boris = newspaper.emulator.person("Борис")
    hers, his = await agree(newspaper, anna), await agree(newspaper, boris)
    place = await right_place(newspaper, boris)

    for data in (answers(his)[place], "ha:1:0:0:0", "ha:0:0:0:0", "r:a:0"):
        pressed = await anna.presses(message=hers["message_id"], data=data)
        assert pressed is not None
        assert pressed.show_alert, data
    pressed = await anna.presses(message=hers["message_id"], data="ha:1:4:0:0")
    assert pressed is not None
    assert (pressed.text or "").startswith("Эта кнопка устарела"), "there is no fifth answer"
    await anna.presses(message=hers["message_id"], data="r:o:0")
    await answer(await anna.says("Анна"))

    assert await role_of(newspaper, anna) is Role.GUEST
    assert await role_of(newspaper, boris) is Role.GUEST
    assert await answer_check(newspaper, boris, his) == "", "his own check is as it was"


async def test_a_check_outlives_a_restart_and_a_crash(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    check = await agree(newspaper, anna)
    await newspaper.restart()
    assert await answer_check(newspaper, anna, check, rightly=False) == ""
    check = current(anna, check)
    assert check["caption"].startswith("Это не то. Осталось попыток: 2.")

    await crash_and_restart(newspaper)
    assert await answer_check(newspaper, anna, check) == ""
    await answer(check, ASK_NAME)
    await crash_and_restart(newspaper)

    assert await answer(await anna.says("Анна"), "Вы зарегистрированы")  # an unfinished answer may come again


async def test_who_has_passed_lately_is_asked_for_a_name_at_once(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    check = await agree(newspaper, anna)
    assert await answer_check(newspaper, anna, check) == ""
    asked = await answer(check, ASK_NAME)
    await press(anna, asked, "Отмена")

    again = await agree(newspaper, anna)

    assert again["text"] == ASK_NAME
    assert (await press(anna, again, "Анна"))["text"].startswith("Вы зарегистрированы")


async def test_one_may_give_up_under_the_picture(newspaper: Newspaper, anna: Person) -> None:
    check = await agree(newspaper, anna)

    given_up = await press(anna, check, "Отмена")

    assert given_up["caption"] == "Хорошо, не сейчас. Зарегистрироваться можно в любое время: /register"
    assert labels(given_up) == [["Последние новости", "Все новости"]]


async def test_an_admin_registers_without_a_check(newspaper: Newspaper, answer: Answer) -> None:
    asked = await agree(newspaper, newspaper.editor)

    assert asked["text"] == ASK_NAME
    assert (await answer(await newspaper.editor.says("Вера")))["text"].startswith("Вы зарегистрированы")

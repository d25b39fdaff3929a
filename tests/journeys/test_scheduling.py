"""Scheduling: buttons and words, the full time in the answer, moving, taking off, and what was missed."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import SystemClock
from emulator import Person
from news.roles import Role
from storage import open_storage
from tests.journeys.editing import post
from tests.journeys.sentences import NOT_UNDERSTOOD
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    count_messages,
    labels,
    press,
    reader_of,
    register,
    wait_for_text,
)
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

FULL_TIME = r"[а-я]+, \d{1,2} [а-я]+ \d{4}, \d\d:\d\d"


async def schedule(newspaper: Newspaper, words: str, title: str = "Мост открыт") -> Json:
    """Post a draft and name its time in words; return the answer."""
    preview = await post(newspaper, f"{title}\nДвижение началось.")
    await press(newspaper.editor, preview, "Запланировать")
    return await answer_to(newspaper, await newspaper.editor.says(words))


async def set_due(storage: Any, number: int, ago: timedelta) -> None:
    """Let the time of a scheduled article be over for so long."""
    at = SystemClock().now() - ago
    async with storage.writing() as unit:
        await raw(unit, f"UPDATE articles SET publish_at = {int(at.timestamp() * 1_000_000)} WHERE number = {number}")  # noqa: S608


async def test_a_time_in_words_is_answered_in_full_and_the_article_appears_then(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await new_subscriber(newspaper)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    asked = await press(vera, preview, "Запланировать")
    assert asked["text"].endswith("в пятницу 18:30, 23.11 18:30. Часовой пояс: Europe/Moscow.")
    assert labels(asked)[0] == ["Через час"]
    assert [label[:7] for label in all_labels(asked)][-2:] == ["Завтра ", "Назад"]

    planned = await answer(await vera.says("завтра 9:00"))

    assert re.fullmatch(rf"Мост открыт\n№ 1 выйдет: {FULL_TIME}\.", planned["text"])
    assert "09:00" in planned["text"]
    assert labels(planned) == [["Перенести", "Снять с расписания"], ["К черновику", "Черновики"]]
    assert count_messages(anna, "Мост открыт") == 0
    await set_due(newspaper.news.storage, 1, timedelta())
    await anna.sees("Мост открыт")
    assert count_messages(anna, "Мост открыт") == 1
    assert count_messages(vera, "программа не работала") == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("когда-нибудь", "Не понял времени. Напишите так: через 20 минут, завтра 9:00"),
        ("через 0 минут", "Это время уже прошло: "),
        ("01.01.2020 10:00", "Это время уже прошло: 1 января 2020, 10:00. Пришлите другое."),
        ("через 9999 дней", "Это больше чем через год: "),
    ],
)
async def test_words_that_name_no_time_ahead_get_a_sentence_and_may_be_sent_again(
    newspaper: Newspaper, answer: Answer, vera: Person, words: str, refusal: str
) -> None:
    assert (await schedule(newspaper, words))["text"].startswith(refusal)

    assert "№ 1 выйдет: " in (await answer(await vera.says("tomorrow 9 am")))["text"]


async def test_a_button_schedules_and_the_schedule_is_moved_edited_and_taken_off(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    await press(vera, preview, "Запланировать")
    planned = await press(vera, preview, "Через час")
    assert "№ 1 выйдет: " in planned["text"]

    listed = await press(vera, planned, "Черновики")
    assert "• Запланированы · 1" in all_labels(listed)
    assert re.search(r"1\. Мост открыт\nвыйдет .*\d\d:\d\d", listed["text"])
    draft = await press(vera, listed, "1")
    assert labels(draft) == [["Опубликовать", "Перенести"], ["Снять с расписания", "В черновики"], ["Ещё"]]
    await press(vera, draft, "Перенести")
    moved = await answer(await vera.says("через 3 часа"))
    assert moved["text"] != planned["text"]

    off = await press(vera, moved, "Снять с расписания")

    assert "\nчерновик · № 1" in off["text"]
    assert "Запланированы · 0" in all_labels(await answer(await vera.says("/drafts")))


async def test_what_was_missed_while_the_program_was_down_is_published_at_once_and_told(
    newspaper: Newspaper, vera: Person
) -> None:
    anna = await new_subscriber(newspaper)
    await schedule(newspaper, "через 2 часа")
    await newspaper.stop()
    async with open_storage(newspaper.settings.database_url) as database:
        await set_due(database, 1, timedelta(hours=1))

    await newspaper.start()

    told = await vera.sees("программа не работала")

    assert re.fullmatch(
        rf"Мост открыт\n№ 1 должна была выйти \({FULL_TIME}\), но программа не работала. Публикация вышла сейчас.",
        told["text"],
    )
    await anna.sees("Мост открыт")


async def test_the_draft_of_another_time_is_not_scheduled_unseen(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await newspaper.news.readers.appoint(await reader_of(newspaper, vera), gleb.id, Role.EDITOR)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    await press(vera, preview, "Запланировать")
    await newspaper.news.editing.revise(await reader_of(newspaper, gleb), 1, title="Мост закрыт")

    pressed = await vera.presses("Через час", message=preview["message_id"])

    assert pressed is not None
    assert "изменили: Глеб, " in (pressed.text or "")
    shown = await wait_for_text(newspaper, vera, preview, "Мост закрыт")
    assert "Запланировать" in all_labels(shown)
    told = await answer(await vera.says("через час"))
    assert "изменили: Глеб, " in told["text"]


async def test_the_bot_waits_for_no_time_after_the_editor_has_gone_back(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    draft = await post(newspaper, "Мост открыт\nДвижение началось.")
    asked = await press(vera, draft, "Запланировать")

    assert (await press(vera, asked, "Назад"))["text"] == draft["text"]

    assert (await answer(await vera.says("через час")))["text"] == NOT_UNDERSTOOD

"""Corrections follow the copies: what editors change or take back changes in every message already sent, in place."""

from typing import Any

import pytest

from bot.courier import Courier
from emulator import BLOCKED, Fault, Group, Person
from news.model import Reader, Revision
from news.roles import Role
from storage import open_storage
from tests.journeys.steps import (
    LONG_AGO,
    PATIENCE_SECONDS,
    Answer,
    Json,
    all_labels,
    answer_to,
    button,
    from_bot,
    labels,
    now,
    numbers,
    press,
    publish,
    publish_many,
    styled,
)
from tests.newspaper import Newspaper

WITHDRAWN = "Снято редакцией. Причина: Дата неверна"


async def subscriber(newspaper: Newspaper, answer: Answer, name: str = "Анна") -> Person:
    person = newspaper.emulator.person(name)
    await answer(await person.says("/subscribe"))
    return person


async def update(newspaper: Newspaper, number: int, title: str, reason: str = "Уточнено") -> None:
    """The editor gives an article another headline and marks it updated, in the chat."""
    vera = newspaper.editor
    card = await answer_to(newspaper, await vera.says(f"/edit {number}"))
    await press(vera, card, "Заголовок")
    preview = await answer_to(newspaper, await vera.says(title))
    await press(vera, preview, "Отметить «обновлено»")
    await answer_to(newspaper, await vera.says(reason))


async def retract(newspaper: Newspaper, number: int) -> None:
    """The editor takes an article back, in the chat."""
    asked = await answer_to(newspaper, await newspaper.editor.says(f"/retract {number} Дата неверна"))
    await press(newspaper.editor, asked, "Снять")


async def becomes(newspaper: Newspaper, person: Person, copy: Json, words: str, *, chat: Group | None = None) -> Json:
    """Wait until that very message has these words, and return it."""

    def look() -> Json | None:
        seen = now(person, copy, chat=chat)
        return seen if words in seen["text"] else None

    found = await newspaper.emulator.world.pulse.until(look, PATIENCE_SECONDS)
    assert found is not None, f"{person.user.first_name}'s copy still says {now(person, copy, chat=chat)['text']!r}"
    return found


async def counted(newspaper: Newspaper, edition: int) -> dict[str, int]:
    """How many deliveries of an edition are in each state, once it is over."""
    admin = Reader(newspaper.editor.id, Role.ADMIN)
    for _ in range(100):
        courses = {course.progress.edition.id: course.progress for course in await newspaper.news.editions.queue(admin)}
        if edition in courses and courses[edition].edition.finished:
            return dict(courses[edition].counts)
        await newspaper.emulator.world.pulse.until(lambda: None, 0.05)
    raise AssertionError(f"edition {edition} is not over: {courses}")


async def test_a_visible_update_changes_every_copy_in_place_in_private_chats_and_groups(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await publish(newspaper, "Мост открыт", "В полдень.", to_push=True)
    copies = [await anna.sees("Мост открыт"), await boris.sees("Мост открыт")]
    in_group = await boris.sees("Мост открыт", chat=group)
    before = len(anna.messages), len(boris.messages), len(group.messages)

    await update(newspaper, 1, "Мост закрыт")

    for person, copy in zip((anna, boris), copies, strict=True):
        seen = await becomes(newspaper, person, copy, "Мост закрыт")
        assert seen["message_id"] == copy["message_id"]
        assert "Мост открыт" not in seen["text"]
        assert [line.split()[0] for line in styled(seen, "italic")] == ["обновлено"]
        assert labels(seen) == [["Читать"]]
    seen = await becomes(newspaper, boris, in_group, "Мост закрыт", chat=group)
    assert button(seen, "Читать")["url"].endswith("?start=a_1")
    assert (len(anna.messages), len(boris.messages), len(group.messages)) == before, "nobody is written to again"
    assert await counted(newspaper, 2) == {"sent": 3}
    opened = await press(anna, copies[0], "Читать")
    assert opened["text"].startswith("Мост закрыт\n")


async def test_a_visible_update_changes_its_line_in_a_list(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 3, to_push=True)
    copy = await anna.sees("Новые публикации")

    await update(newspaper, 2, "Вторая новость, как она есть")

    seen = await becomes(newspaper, anna, copy, "2. Вторая новость, как она есть")
    assert numbers(seen) == [3, 2, 1]
    assert [" · обновлено " in line for line in styled(seen, "italic")] == [False, True, False]
    assert labels(seen) == labels(copy)
    opened = await press(anna, seen, "2")
    back = await press(anna, opened, "Назад")
    assert (back["text"], labels(back)) == (seen["text"], labels(seen))


async def test_a_retraction_is_said_in_every_copy_with_its_reason(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await publish(newspaper, "Мост открыт", "В полдень.", to_push=True)
    copy, in_group = await anna.sees("Мост открыт"), await boris.sees("Мост открыт", chat=group)

    await retract(newspaper, 1)

    for seen in (
        await becomes(newspaper, anna, copy, WITHDRAWN),
        await becomes(newspaper, boris, in_group, WITHDRAWN, chat=group),
    ):
        assert seen["text"] == f"Мост открыт\n{WITHDRAWN}"
        assert labels(seen) == [["Все новости"]]
    assert len(from_bot(anna)) == 2, "the confirmation, and the copy"


async def test_one_withdrawn_article_of_a_list_is_said_in_its_place_and_the_others_stay(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 3, to_push=True)
    copy = await anna.sees("Новые публикации")

    await retract(newspaper, 2)

    seen = await becomes(newspaper, anna, copy, "Снято редакцией")
    assert f"\n\n2. Новость 2\n{WITHDRAWN}\n\n1. Новость 1" in seen["text"]
    assert (numbers(seen), all_labels(seen)) == ([3, 2, 1], ["3", "1"])
    opened = await press(anna, seen, "1")
    assert opened["text"].endswith("Текст новости 1.")
    await retract(newspaper, 1)
    await retract(newspaper, 3)
    seen = await becomes(newspaper, anna, copy, f"3. Новость 3\n{WITHDRAWN}")
    assert seen["text"].count("Снято редакцией") == 3
    assert all_labels(seen) == ["Все новости"]


async def test_an_article_taken_back_is_no_longer_read_in_the_copy_that_was_opened(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish(newspaper, "Мост открыт", "В полдень. И ещё много слов.", to_push=True)
    copy = await anna.sees("Мост открыт")
    opened = await press(anna, copy, "Читать")
    assert "много слов" in opened["text"]

    await retract(newspaper, 1)

    seen = await becomes(newspaper, anna, copy, WITHDRAWN)
    assert "много слов" not in seen["text"]


async def test_a_silent_fix_changes_no_copy(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    await publish(newspaper, "Первая", to_push=True)
    first = await anna.sees("Первая")
    await publish(newspaper, "Вторая", to_push=True)
    second = await anna.sees("Вторая")
    card = await answer(await newspaper.editor.says("/edit 1"))
    await press(newspaper.editor, card, "Заголовок")
    preview = await answer(await newspaper.editor.says("Первая, без опечатки"))
    await press(newspaper.editor, preview, "Исправить без отметки")

    await update(newspaper, 2, "Вторая, обновлённая")

    await becomes(newspaper, anna, second, "Вторая, обновлённая")
    assert now(anna, first)["text"] == first["text"]


async def test_the_newest_of_quick_changes_wins_in_every_copy(newspaper: Newspaper, answer: Answer) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    await publish(newspaper, "Мост", to_push=True)
    copies = [(person, await person.sees("Мост")) for person in (anna, boris)]

    for title in ("Мост открыт", "Мост закрыт", "Мост снова открыт"):
        await update(newspaper, 1, title)

    for person, copy in copies:
        await becomes(newspaper, person, copy, "Мост снова открыт")
    await retract(newspaper, 1)
    for person, copy in copies:
        await becomes(newspaper, person, copy, WITHDRAWN)


@pytest.mark.parametrize("when", ["before the correction", "during it", "while the program is down"])
async def test_corrections_go_on_after_a_restart(
    newspaper: Newspaper, answer: Answer, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    people = [await subscriber(newspaper, answer, name) for name in ("Анна", "Борис", "Вадим", "Глеб")]
    await publish(newspaper, "Мост открыт", to_push=True)
    copies = [(person, await person.sees("Мост открыт")) for person in people]
    if when == "while the program is down":
        await newspaper.stop()
        async with open_storage(newspaper.settings.database_url) as database, database.writing() as unit:
            revision = Revision(newspaper.editor.id, LONG_AGO, reason="Дата неверна")
            assert await unit.articles.retract(1, revision)
            await unit.articles.mark_for_correction([1])
    else:
        with monkeypatch.context() as stopping:
            if when == "during it":
                stopping.setattr(Courier, "carry", stop_after(newspaper, 2, Courier.carry))
            await retract(newspaper, 1)
            if when == "during it":
                for person, copy in copies[:2]:
                    await becomes(newspaper, person, copy, WITHDRAWN)
            await newspaper.stop()
        if when == "during it":
            assert sum(WITHDRAWN in now(person, copy)["text"] for person, copy in copies) == 2
    await newspaper.start()

    for person, copy in copies:
        await becomes(newspaper, person, copy, WITHDRAWN)
        assert sum("Мост открыт" in message["text"] for message in from_bot(person)) == 1


def stop_after(newspaper: Newspaper, count: int, carry: Any) -> Any:
    """Let so many deliveries leave, then stop the desk."""
    left = iter(range(count))

    def carrying(courier: Courier, *given: Any) -> None:
        carry(courier, *given)
        if next(left, None) == count - 1:
            newspaper.news.delivery.stop()

    return carrying


async def test_who_unsubscribed_keeps_correct_copies(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    await publish(newspaper, "Мост открыт", to_push=True)
    copy = await anna.sees("Мост открыт")
    await answer(await anna.says("/unsubscribe"))
    messages = len(anna.messages)

    await retract(newspaper, 1)

    await becomes(newspaper, anna, copy, WITHDRAWN)
    assert len(anna.messages) == messages


async def test_who_has_blocked_the_bot_or_deleted_the_copy_is_counted_and_holds_nobody_up(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    vadim = await subscriber(newspaper, answer, "Вадим")
    await publish(newspaper, "Мост открыт", to_push=True)
    copies = [await person.sees("Мост открыт") for person in (anna, boris, vadim)]
    newspaper.emulator.faults.add(Fault(BLOCKED, method="editMessageText", chat_id=anna.id))
    newspaper.emulator.world.delete_message(boris.chat.messages[copies[1]["message_id"]])

    await retract(newspaper, 1)

    await becomes(newspaper, vadim, copies[2], WITHDRAWN)
    assert await counted(newspaper, 2) == {"gone": 1, "failed": 1, "sent": 1}
    assert not (await newspaper.news.subscriptions.get(anna.id)).active
    queue = await answer(await newspaper.editor.says("/queue"))
    assert "Исправление № 2" in queue["text"]
    assert "отправлено: 1, недоступны: 1, не доставлено: 1" in queue["text"]


async def test_who_gets_the_list_after_an_article_was_taken_back_never_hears_of_it(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 2, to_push=True)
    copy = await anna.sees("Новые публикации")
    await retract(newspaper, 1)
    await becomes(newspaper, anna, copy, "Снято редакцией")
    boris = await subscriber(newspaper, answer, "Борис")
    await publish(newspaper, "Следующая", to_push=True)

    assert labels(await boris.sees("Следующая")) == [["Читать"]]
    assert [message["text"] for message in from_bot(boris) if "Снято" in message["text"]] == []

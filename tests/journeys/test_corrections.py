"""Corrections of copies: an update or a retraction changes every message that was sent, in place."""

from typing import Any

import pytest

from bot.courier import Courier
from emulator import BLOCKED, Fault
from news.ledger import Address
from news.model import Revision
from storage import open_storage
from tests.journeys.editing import correct, retract
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    answer_to,
    button,
    current,
    from_bot,
    labels,
    let_pass,
    numbers,
    press,
    publish,
    publish_many,
    reader_of,
    styled,
    wait_for_text,
)
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

REASON = "Дата неверна"
WITHDRAWN = f"Снято редакцией. Причина: {REASON}"


async def update(newspaper: Newspaper, number: int, title: str, reason: str = "Уточнено") -> None:
    """Give an article another headline and mark it updated, as the editor in the chat."""
    preview = await correct(newspaper, number, "Заголовок", title)
    await press(newspaper.editor, preview, "Отметить «обновлено»")
    await answer_to(newspaper, await newspaper.editor.says(reason))


async def final_counts(newspaper: Newspaper, edition: int) -> dict[str, int]:
    """Wait until an edition has ended; return how many of its deliveries are in each state."""
    admin = await reader_of(newspaper, newspaper.editor)
    for _ in range(100):
        queue = {
            course.progress.edition.id: course.progress
            for course in (await newspaper.news.editions.queue(admin)).editions
        }
        if edition in queue and queue[edition].edition.finished:
            return dict(queue[edition].counts)
        await let_pass(newspaper, 0.05)
    raise AssertionError(f"edition {edition} has not ended: {queue}")


async def test_a_visible_update_changes_every_copy_in_place_in_private_chats_and_groups(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await publish(newspaper, "Мост открыт", "В полдень.", to_push=True)
    copies = [await anna.sees("Мост открыт"), await boris.sees("Мост открыт")]
    in_group = await boris.sees("Мост открыт", chat=group)
    before = len(anna.messages), len(boris.messages), len(group.messages)

    await update(newspaper, 1, "Мост закрыт")

    for person, copy in zip((anna, boris), copies, strict=True):
        seen = await wait_for_text(newspaper, person, copy, "Мост закрыт")
        assert seen["message_id"] == copy["message_id"]
        assert "Мост открыт" not in seen["text"]
        assert [line.split()[0] for line in styled(seen, "italic")] == ["обновлено"]
        assert labels(seen) == [["Читать", "Ещё"]]
    seen = await wait_for_text(newspaper, boris, in_group, "Мост закрыт", chat=group)
    assert button(seen, "Читать")["url"].endswith("?start=a_1")
    assert (len(anna.messages), len(boris.messages), len(group.messages)) == before, "nobody is written to again"
    assert await final_counts(newspaper, 2) == {"sent": 3}
    opened = await press(anna, copies[0], "Читать")
    assert opened["text"].startswith("Мост закрыт\n")


async def test_a_visible_update_changes_its_line_in_a_list(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 3, to_push=True)
    copy = await anna.sees("Новые публикации")

    await update(newspaper, 2, "Вторая новость, как она есть")

    seen = await wait_for_text(newspaper, anna, copy, "2. Вторая новость, как она есть")
    assert numbers(seen) == [3, 2, 1]
    assert [" · обновлено " in line for line in styled(seen, "italic")] == [False, True, False]
    assert labels(seen) == labels(copy)
    opened = await press(anna, seen, "2")
    back = await press(anna, opened, "Назад")
    assert (back["text"], labels(back)) == (seen["text"], labels(seen))


async def test_a_retraction_is_said_in_every_copy_with_its_reason(newspaper: Newspaper, answer: Answer) -> None:
    anna = await new_subscriber(newspaper)
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await publish(newspaper, "Мост открыт", "В полдень.", to_push=True)
    copy, in_group = await anna.sees("Мост открыт"), await boris.sees("Мост открыт", chat=group)

    await retract(newspaper, 1, REASON)

    for seen in (
        await wait_for_text(newspaper, anna, copy, WITHDRAWN),
        await wait_for_text(newspaper, boris, in_group, WITHDRAWN, chat=group),
    ):
        assert seen["text"] == f"Мост открыт\n{WITHDRAWN}"
        assert labels(seen) == [["Все новости"]]
    assert len(from_bot(anna)) == 2, "the confirmation, and the copy"


async def test_one_withdrawn_article_of_a_list_is_said_in_its_place_and_the_others_stay(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 3, to_push=True)
    copy = await anna.sees("Новые публикации")

    await retract(newspaper, 2, REASON)

    seen = await wait_for_text(newspaper, anna, copy, "Снято редакцией")
    assert f"\n\n2. Новость 2\n{WITHDRAWN}\n\n1. Новость 1" in seen["text"]
    assert (numbers(seen), all_labels(seen)) == ([3, 2, 1], ["3", "1"])
    opened = await press(anna, seen, "1")
    assert opened["text"].endswith("Текст новости 1.")
    await retract(newspaper, 1, REASON)
    await retract(newspaper, 3, REASON)
    seen = await wait_for_text(newspaper, anna, copy, f"3. Новость 3\n{WITHDRAWN}")
    assert seen["text"].count("Снято редакцией") == 3
    assert all_labels(seen) == ["Все новости"]


async def test_an_article_taken_back_is_no_longer_read_in_the_copy_that_was_opened(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish(newspaper, "Мост открыт", "В полдень. И ещё много слов.", to_push=True)
    copy = await anna.sees("Мост открыт")
    opened = await press(anna, copy, "Читать")
    assert "много слов" in opened["text"]

    await retract(newspaper, 1, REASON)

    seen = await wait_for_text(newspaper, anna, copy, WITHDRAWN)
    assert "много слов" not in seen["text"]


async def test_a_silent_fix_changes_no_copy(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish(newspaper, "Первая", to_push=True)
    first = await anna.sees("Первая")
    await publish(newspaper, "Вторая", to_push=True)
    second = await anna.sees("Вторая")
    preview = await correct(newspaper, 1, "Заголовок", "Первая, без опечатки")
    await press(newspaper.editor, preview, "Исправить без отметки")

    await update(newspaper, 2, "Вторая, обновлённая")

    await wait_for_text(newspaper, anna, second, "Вторая, обновлённая")
    assert current(anna, first)["text"] == first["text"]


async def test_the_newest_of_quick_changes_wins_in_every_copy(newspaper: Newspaper) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    await publish(newspaper, "Мост", to_push=True)
    copies = [(person, await person.sees("Мост")) for person in (anna, boris)]

    for title in ("Мост открыт", "Мост закрыт", "Мост снова открыт"):
        await update(newspaper, 1, title)

    for person, copy in copies:
        await wait_for_text(newspaper, person, copy, "Мост снова открыт")
    await retract(newspaper, 1, REASON)
    for person, copy in copies:
        await wait_for_text(newspaper, person, copy, WITHDRAWN)


@pytest.mark.parametrize("when", ["before the correction", "during it", "while the program is down"])
async def test_corrections_go_on_after_a_restart(
    newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    people = [await new_subscriber(newspaper, name) for name in ("Анна", "Борис", "Вадим", "Глеб")]
    await publish(newspaper, "Мост открыт", to_push=True)
    copies = [(person, await person.sees("Мост открыт")) for person in people]
    if when == "while the program is down":
        await newspaper.stop()
        async with open_storage(newspaper.settings.database_url) as database, database.writing() as unit:
            revision = Revision(newspaper.editor.id, LONG_AGO, reason=REASON)
            assert await unit.articles.retract(1, revision)
            await unit.articles.mark_for_correction([1])
    else:
        with monkeypatch.context() as stopping:
            if when == "during it":
                stopping.setattr(Courier, "carry", stop_after(newspaper, 2, Courier.carry))
            await retract(newspaper, 1, REASON)
            if when == "during it":
                for person, copy in copies[:2]:
                    await wait_for_text(newspaper, person, copy, WITHDRAWN)
            await newspaper.stop()
        if when == "during it":
            assert sum(WITHDRAWN in current(person, copy)["text"] for person, copy in copies) == 2
    await newspaper.start()

    for person, copy in copies:
        await wait_for_text(newspaper, person, copy, WITHDRAWN)
        assert sum("Мост открыт" in message["text"] for message in from_bot(person)) == 1


def stop_after(newspaper: Newspaper, count: int, carry: Any) -> Any:
    """Return a `Courier.carry` that stops the delivery desk after `count` deliveries."""
    left = iter(range(count))

    def carrying(courier: Courier, *given: Any) -> None:
        carry(courier, *given)
        if next(left, None) == count - 1:
            newspaper.news.delivery.stop()

    return carrying


async def test_a_reader_who_unsubscribed_keeps_correct_copies(newspaper: Newspaper, answer: Answer) -> None:
    anna = await new_subscriber(newspaper)
    await publish(newspaper, "Мост открыт", to_push=True)
    copy = await anna.sees("Мост открыт")
    await answer(await anna.says("/unsubscribe"))
    messages = len(anna.messages)

    await retract(newspaper, 1, REASON)

    await wait_for_text(newspaper, anna, copy, WITHDRAWN)
    assert len(anna.messages) == messages


async def test_a_reader_who_has_blocked_the_bot_or_deleted_the_copy_is_counted_and_does_not_delay_others(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await new_subscriber(newspaper), await new_subscriber(newspaper, "Борис")
    vadim = await new_subscriber(newspaper, "Вадим")
    await publish(newspaper, "Мост открыт", to_push=True)
    copies = [await person.sees("Мост открыт") for person in (anna, boris, vadim)]
    newspaper.emulator.faults.add(Fault(BLOCKED, method="editMessageText", chat_id=anna.id))
    newspaper.emulator.world.delete_message(boris.chat.messages[copies[1]["message_id"]])

    await retract(newspaper, 1, REASON)

    await wait_for_text(newspaper, vadim, copies[2], WITHDRAWN)
    assert await final_counts(newspaper, 2) == {"gone": 1, "failed": 1, "sent": 1}
    assert not (await newspaper.news.subscriptions.get(Address(anna.id))).active
    queue = await answer(await newspaper.editor.says("/queue"))
    assert "Исправление № 2" in queue["text"]
    assert "отправлено: 1, недоступны: 1, не доставлено: 1" in queue["text"]


async def test_a_reader_who_gets_the_list_after_a_retraction_is_not_told_of_it(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await publish_many(newspaper, 2, to_push=True)
    copy = await anna.sees("Новые публикации")
    await retract(newspaper, 1, REASON)
    await wait_for_text(newspaper, anna, copy, "Снято редакцией")
    boris = await new_subscriber(newspaper, "Борис")
    await publish(newspaper, "Следующая", to_push=True)

    assert labels(await boris.sees("Следующая")) == [["Читать", "Ещё"]]
    assert [message["text"] for message in from_bot(boris) if "Снято" in message["text"]] == []

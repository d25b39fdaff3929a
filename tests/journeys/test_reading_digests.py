"""Digests and forms in the chat: a quiet list by topic, in pages; an article opens in place and leads back."""

import pytest

from emulator import Person
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import Address
from tests.journeys.editing import retract
from tests.journeys.editions import send_edition, store_news
from tests.journeys.steps import (
    Answer,
    all_labels,
    from_bot,
    labels,
    numbers,
    press,
    publish,
    styled,
    wait_for,
    wait_for_text,
)
from tests.journeys.test_corrections import update
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def arrived(newspaper: Newspaper, person: Person, part: str) -> dict[str, object]:
    """Return the bot's first message to the person that contains the text."""

    def look() -> dict[str, object] | None:
        return next((one for one in from_bot(person) if part in one.get("text", one.get("caption", ""))), None)

    return await wait_for(newspaper, look, f"no message with {part!r}")


async def test_a_digest_is_read_page_by_page_and_corrected_in_place(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/start"))
    shown = await store_news(newspaper, *["Город", "Спорт", None] * 9)
    await send_edition(newspaper, anna, shown, shown[:25], Form(), digest=True)

    digest = await arrived(newspaper, anna, "25 новостей с")
    assert styled(digest, "bold") == ["25 новостей с 5 марта 2024, 14:07", "Спорт", "Город", "Другие новости"]
    assert labels(digest)[-1] == ["1 / 2", "›"]
    second = await press(anna, digest, "›")
    assert labels(second)[-1] == ["‹", "2 / 2"]
    assert len(numbers(second)) == 5
    assert 1 not in numbers(second), "it is none of the 25"
    last = str(numbers(second)[-1])
    article = await press(anna, second, last)
    assert article["text"].startswith(f"Новость {last}\n")
    back = await press(anna, article, "Назад")
    assert (back["text"], labels(back)) == (second["text"], labels(second))

    await update(newspaper, numbers(digest)[0], "Матч перенесён")
    corrected = await wait_for_text(newspaper, anna, digest, "Матч перенесён · обновлено")
    assert labels(corrected)[-1] == ["1 / 2", "›"]
    await retract(newspaper, numbers(digest)[1], "Дата неверна")
    corrected = await wait_for_text(newspaper, anna, digest, "Снято редакцией. Причина: Дата неверна")
    assert str(numbers(digest)[1]) not in all_labels(corrected)
    assert "25 новостей с" in corrected["text"]


async def test_a_digest_speaks_the_language_of_its_reader_and_makes_no_sound(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис", language="en")
    await answer(await boris.says("/start"))
    shown = await store_news(newspaper, "Город", None)

    await send_edition(newspaper, boris, shown, shown, Form(), digest=True)

    digest = await arrived(newspaper, boris, "2 news items since 5 March 2024, 14:05")
    assert styled(digest, "bold")[1:] == ["Город", "Other news"]
    sent = newspaper.emulator.calls.of("sendMessage")[-1].parameters
    assert sent["disable_notification"] is True
    article = await press(boris, digest, "1")
    assert (await press(boris, article, "Back"))["text"] == digest["text"]


async def test_a_list_of_a_part_leads_back_to_that_part_and_to_all_of_it_once_it_is_folded(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/start"))
    shown = await store_news(newspaper, None, None, None)
    edition = await send_edition(newspaper, anna, shown, [3, 1], Form())

    listed = await arrived(newspaper, anna, "Новые публикации")
    assert numbers(listed) == [3, 1]
    article = await press(anna, listed, "1")
    assert numbers(await press(anna, article, "Назад")) == [3, 1]
    assert (await newspaper.news.delivery.edition(edition, Address(anna.id))).total == 2

    async with newspaper.news.storage.writing() as unit:
        await unit.fsm._connection.execute("DELETE FROM deliveries", {})
    await press(anna, article, "1")
    assert numbers(await press(anna, article, "Назад")) == [3, 2, 1]


async def test_a_full_text_is_pushed_in_pages_that_turn_in_place(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/start"))
    number = await publish(newspaper, "Мост открыт", "Слово за слово. " * 600)
    await send_edition(newspaper, anna, [number], [number], Form(Detail.FULL))

    pushed = await arrived(newspaper, anna, "Мост открыт")
    assert labels(pushed)[0] == ["1 / 3", "›"]
    second = await press(anna, pushed, "›")
    assert second["text"].startswith("Слово")
    assert labels(second)[0] == ["‹", "2 / 3", "›"]
    assert (await press(anna, second, "‹"))["text"] == pushed["text"]

"""Digests and forms in the chat: a quiet list by topic, in pages; an article opens in place and leads back."""

import pytest

from news.choice.preferences import Detail
from news.ledger import Address
from tests.journeys.choices import EVENING, TWICE_A_DAY, Readership, pushes, words
from tests.journeys.editing import retract
from tests.journeys.steps import all_labels, labels, numbers, press, styled, wait_for_text
from tests.journeys.test_corrections import update
from tests.storage.samples import raw

pytestmark = pytest.mark.slow


async def test_a_digest_is_read_page_by_page_and_corrected_in_place(readership: Readership) -> None:
    newspaper = readership.newspaper
    anna = await readership.reader("Анна", timetable=TWICE_A_DAY, muted=words("забытая"))
    await readership.publish("Забытая новость", ("Забытая новость о матче", "Спорт"))
    topics = ["Город", "Спорт", ""] * 9
    await readership.publish(*[(f"Новость {index}", topic) for index, topic in enumerate(topics[:13], 3)])
    await readership.publish(*[(f"Новость {index}", topic) for index, topic in enumerate(topics[13:25], 16)])
    await readership.wait_until(EVENING)

    (digest,) = pushes(anna)
    assert styled(digest, "bold") == ["25 новостей с 12:00", "Город", "Спорт", "Другие новости"]
    assert labels(digest)[-1] == ["1 / 2", "›"]
    second = await press(anna, digest, "›")
    assert labels(second)[-1] == ["‹", "2 / 2"]
    assert len(numbers(second)) == 5
    assert not {1, 2} & {*numbers(digest), *numbers(second)}, "they are none of the 25"
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


async def test_a_digest_speaks_the_language_of_its_reader_and_makes_no_sound(readership: Readership) -> None:
    john = await readership.reader("John", "en", timetable=TWICE_A_DAY)
    await readership.publish(("Трамвай пошёл", "Город"), "Мост открыт")
    await readership.wait_until(EVENING)

    (digest,) = pushes(john)
    assert styled(digest, "bold") == ["2 news items since 12:00", "Город", "Other news"]
    sent = readership.newspaper.emulator.calls.of("sendMessage")[-1].parameters
    assert sent["disable_notification"] is True
    article = await press(john, digest, "1")
    assert (await press(john, article, "Back"))["text"] == digest["text"]


async def test_a_list_of_a_part_leads_back_to_that_part_and_to_all_of_it_once_it_is_folded(
    readership: Readership,
) -> None:
    anna = await readership.reader("Анна", muted=words("футбол"))
    await readership.publish("Мост открыт", "Футбол отменён", "Трамвай пошёл")

    (listed,) = pushes(anna)
    assert listed["text"].startswith("Новые публикации")
    assert numbers(listed) == [3, 1]
    article = await press(anna, listed, "1")
    assert numbers(await press(anna, article, "Назад")) == [3, 1]
    news = readership.newspaper.news
    async with news.storage.reading() as unit:
        edition = (await raw(unit, "SELECT MAX(id) FROM editions"))[0][0]
    assert (await news.delivery.edition(edition, Address(anna.id))).total == 2

    async with news.storage.writing() as unit:
        await raw(unit, "DELETE FROM deliveries")
    await press(anna, article, "1")
    assert numbers(await press(anna, article, "Назад")) == [3, 2, 1]


async def test_a_full_text_is_pushed_in_pages_that_turn_in_place(readership: Readership) -> None:
    anna = await readership.reader("Анна", detail=Detail.FULL)
    await readership.publish("Мост открыт", text="Слово за слово. " * 600)

    (pushed,) = pushes(anna)
    assert labels(pushed)[0] == ["1 / 3", "›"]
    second = await press(anna, pushed, "›")
    assert second["text"].startswith("Слово")
    assert labels(second)[0] == ["‹", "2 / 3", "›"]
    assert (await press(anna, second, "‹"))["text"] == pushed["text"]

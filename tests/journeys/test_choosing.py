"""Choosing: the first minute of a subscription and `/settings`, in Russian and in English."""

import re
from collections.abc import AsyncIterator

import pytest

from emulator import Person
from news.choice.preferences import EVERY_DAY, Detail, Pace, Preferences, QuietHours, Topics
from news.ledger import Address
from tests.journeys.sentences import SUBSCRIBED
from tests.journeys.steps import Answer, all_labels, from_bot, labels, numbers, press, publish, publish_many
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

FIRST_ROWS = [["Темы: все"], ["Когда: сразу", "Тихо 23–8"], ["Сколько: заголовок и вводка"], ["Готово"]]


@pytest.fixture
async def nightly(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper with quiet hours of its own."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, quiet_hours="22:30-7") as opened:
        yield opened


async def chosen_by(newspaper: Newspaper, person: Person) -> Preferences:
    """What a person has chosen."""
    return (await newspaper.news.choice.get(Address(person.id))).preferences  # type: ignore[no-any-return]


async def test_a_subscription_shows_the_news_and_three_rows_with_the_defaults(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 5)

    first = await answer(await anna.says("/subscribe"))

    assert first["text"].startswith(f"{SUBSCRIBED}\n\n5. Новость 5\n")
    assert numbers(first) == [5, 4, 3]
    assert labels(first) == [["5", "4", "3"], *FIRST_ROWS]
    opened = await press(anna, first, "4")
    assert opened["text"].startswith("Новость 4\n")
    assert len(from_bot(anna)) == 1, "nothing else follows from the past"
    again = await answer(await anna.says("/subscribe"))
    assert again["text"].startswith("Вы уже подписаны.\n\n5. Новость 5\n")
    assert labels(again) == labels(first)
    assert await chosen_by(newspaper, anna) == Preferences(), "silence leaves the defaults"


async def test_one_tap_in_the_first_minute_makes_the_night_quiet_and_done_closes_the_rows(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    first = await answer(await anna.says("/subscribe"))

    first = await press(anna, first, "Тихо 23–8")

    assert labels(first)[2] == ["Когда: сразу", "✓ Тихо 23–8"]
    assert re.search(r"\n\nВремя: Москва, сейчас \d\d:\d\d\.\n\n", first["text"])
    assert (await chosen_by(newspaper, anna)).timetable.quiet == QuietHours(23 * 60, 8 * 60)
    zones = await press(anna, first, "Другой город?")
    omsk = next(label for label in all_labels(zones) if label.startswith("Омск"))
    first = await press(anna, await press(anna, zones, omsk), "Назад")
    assert "Другой город?" not in all_labels(first)
    assert (await chosen_by(newspaper, anna)).zone == "Asia/Omsk"
    first = await press(anna, first, "✓ Тихо 23–8")
    assert labels(first)[2] == ["Когда: сразу", "Тихо 23–8"]
    closed = await press(anna, first, "Готово")
    assert closed["text"].startswith(f"{SUBSCRIBED}\n\n1. Мост открыт\n")
    assert labels(closed) == [["1"], ["Настройки", "Отписаться"], ["Последние новости", "Все новости"]]
    assert len(from_bot(anna)) == 1


async def test_every_screen_of_the_first_minute_leads_back_to_it(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    first = await answer(await anna.says("/subscribe"))

    when = await press(anna, first, "Когда: сразу")
    assert labels(when) == [["✓ Сразу"], ["Раз в час"], ["В выбранные часы"], ["Только срочные"], ["Назад"]]
    when = await press(anna, when, "Раз в час")
    assert when["text"].startswith("Когда: раз в час\n")
    first = await press(anna, when, "Назад")
    assert labels(first)[1:2] == [["Когда: раз в час", "Тихо 23–8"]]
    amount = await press(anna, await press(anna, first, "Сколько: заголовок и вводка"), "Полный текст")
    amount = await press(anna, amount, "✓ С картинками")
    first = await press(anna, amount, "Назад")
    assert first["text"].startswith(SUBSCRIBED)

    preferences = await chosen_by(newspaper, anna)
    assert (preferences.timetable.pace, preferences.detail) == (Pace.HOURLY, Detail.FULL)
    assert (preferences.pictures, preferences.sound) == (False, True)


async def test_the_settings_show_every_choice_and_offer_the_subscription(answer: Answer, anna: Person) -> None:
    root = await answer(await anna.says("/settings"))

    assert re.sub(r"\d\d:\d\d", "14:05", root["text"]) == (
        "Настройки\n\nВы не подписаны: всё это — на случай подписки.\n\n"
        "Темы: все\nСлова: 0\nКогда: сразу\nТихие часы: нет\nСрочные: не в тихие часы\nСколько: заголовок и вводка\n"
        "Картинки: есть\nЗвук: есть\nВ день: сколько есть\nВремя: Москва, сейчас 14:05\nПауза: нет"
    )
    assert labels(root)[0] == ["Подписаться"]
    assert (await press(anna, root, "Подписаться"))["text"].startswith(SUBSCRIBED)


async def test_topics_are_turned_off_and_the_last_change_is_taken_back(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Матч", topic="Спорт")
    await publish(newspaper, "Мост", topic="Город")
    await answer(await anna.says("/subscribe"))

    topics = await press(anna, await answer(await anna.says("/settings")), "Темы: все")
    assert labels(topics) == [["✓ Спорт", "✓ Город"], ["✓ Все темы", "Ни одной темы"], ["Назад"]]
    topics = await press(anna, topics, "✓ Спорт")
    assert topics["text"].startswith("Темы: все, кроме 1\n")
    assert labels(topics)[0] == ["Спорт", "✓ Город"]
    topics = await press(anna, topics, "Ни одной темы")
    topics = await press(anna, topics, "Город")
    assert (await chosen_by(newspaper, anna)).topics == Topics(others=False, but=frozenset({2}))
    root = await press(anna, topics, "Назад")
    assert labels(root)[0] == ["Темы: 1", "Слова: 0"]

    root = await press(anna, root, "Отменить")

    assert labels(root)[0] == ["Темы: ни одной", "Слова: 0"]
    assert "Отменить" not in all_labels(root)


async def test_hours_are_chosen_by_buttons_and_by_words_with_weekdays(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/subscribe"))
    root = await answer(await anna.says("/settings"))
    hours = await press(anna, await press(anna, root, "Когда: сразу"), "В выбранные часы")

    hours = await press(anna, await press(anna, hours, "19:00"), "8:00")

    assert hours["text"].startswith("Когда: в 8:00, 19:00\n")
    assert "Другой город?" not in all_labels(hours), "it was asked after the first press"
    for day in ("сб", "вс"):
        hours = await press(anna, hours, f"✓ {day}")
    assert hours["text"].startswith("Когда: в 8:00, 19:00, по будням\n")
    asked = await press(anna, hours, "Другие часы")
    assert asked["text"] == "Пришлите часы, не больше 6, например: 8:30, 19:00"
    refused = await answer(await anna.says("когда рассветёт"))
    assert refused["text"].startswith("Не нашёл здесь времени.")
    hours = await answer(await anna.says("7:45, 13 и 21:30"))
    assert hours["text"].startswith("Когда: в 7:45, 13:00, 21:30, по будням\n")
    assert {"✓ 7:45", "✓ 21:30"} <= set(all_labels(hours))
    timetable = (await chosen_by(newspaper, anna)).timetable
    assert (timetable.hours, timetable.days) == ((465, 780, 1290), frozenset(range(5)))
    root = await press(anna, hours, "Назад")
    assert ["Когда: 3 раза в день, по будням"] in labels(root)
    await press(anna, await press(anna, root, "Когда: 3 раза в день, по будням"), "Сразу")
    assert (await chosen_by(newspaper, anna)).timetable.days == EVERY_DAY


async def test_a_typed_city_moves_the_clock_and_an_unknown_one_is_refused(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    zones = await press(anna, await answer(await anna.says("/settings")), "Время: Москва")
    assert any(re.fullmatch(r"✓ Москва \d\d:\d\d", label) for label in all_labels(zones))
    assert any(label.startswith("Токио ") for label in all_labels(await press(anna, zones, "Другие города")))
    await press(anna, zones, "По названию")

    refused = await answer(await anna.says("Атлантида"))
    assert refused["text"].startswith("Не знаю города или часового пояса «Атлантида».")
    moved = await answer(await anna.says("берлин"))

    assert moved["text"].startswith("Время: Берлин, сейчас ")
    assert any(label.startswith("✓ Берлин ") for label in all_labels(moved))
    assert (await chosen_by(newspaper, anna)).zone == "Europe/Berlin"
    assert (await answer(await anna.says("/settings")))["text"].count("Берлин") == 1
    # The question is over: a further city is no answer to it.
    assert (await answer(await anna.says("париж")))["text"].startswith("Не понял вас.")


async def test_a_city_that_is_not_in_the_list_stands_first_in_it(answer: Answer, anna: Person) -> None:
    zones = await press(anna, await answer(await anna.says("/settings")), "Время: Москва")
    await press(anna, zones, "По названию")

    moved = await answer(await anna.says("Asia/Kathmandu"))

    assert all_labels(moved)[0].startswith("✓ Катманду ")
    assert all_labels(moved)[1].startswith("Калининград ")


async def test_a_button_ends_the_question_for_a_typed_value(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    zones = await press(anna, await answer(await anna.says("/settings")), "Время: Москва")
    await press(anna, await press(anna, zones, "По названию"), "Назад")

    assert (await answer(await anna.says("берлин")))["text"].startswith("Не понял вас.")
    assert await chosen_by(newspaper, anna) == Preferences()


async def test_a_new_subscriber_begins_with_the_newspapers_quiet_hours_once(nightly: Newspaper) -> None:
    ann = nightly.emulator.person("Ann", language="en")

    await ann.says("/subscribe")
    first = await ann.sees("You are subscribed")

    assert "✓ Quiet 22:30–7:00" in all_labels(first)
    first = await press(ann, first, "✓ Quiet 22:30–7:00")
    assert "Quiet 23–8" in all_labels(first)
    await press(ann, await press(ann, first, "Done"), "Unsubscribe")
    await ann.says("/subscribe")
    await ann.sees("All this can stay as it is")
    assert (await chosen_by(nightly, ann)).timetable.quiet is None


async def test_an_english_reader_chooses_in_english(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "A bridge opens", topic="City")
    ann = newspaper.emulator.person("Ann", language="en")

    first = await answer(await ann.says("/subscribe"))
    assert labels(first)[1:] == [
        ["Topics: all"], ["When: at once", "Quiet 23–8"], ["How much: headline and lead"], ["Done"]
    ]  # fmt: skip
    root = await press(ann, await press(ann, first, "Done"), "Settings")
    cap = await press(ann, await press(ann, root, "A day: any number"), "5")
    assert cap["text"].startswith("A day: up to 5 messages\n")
    breaking = await press(ann, await press(ann, cap, "Back"), "Breaking news: not in quiet hours")
    root = await press(ann, await press(ann, breaking, "Always"), "Back")

    assert "Breaking news: always\n" in root["text"]
    assert not re.search("[а-яё]", root["text"] + "".join(all_labels(root)), re.IGNORECASE)
    root = await press(ann, root, "Undo")
    assert "Breaking news: not in quiet hours\n" in root["text"]
    assert (await chosen_by(newspaper, ann)).daily_cap == 5

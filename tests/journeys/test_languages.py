"""Languages: the one of the person's Telegram, the one they chose, and numbers and dates as its people write them."""

import re

import pytest

from emulator import Person
from tests.journeys.steps import (
    Answer,
    all_labels,
    from_bot,
    give_role,
    labels,
    press,
    publish,
    publish_many,
    register,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def person_speaking(newspaper: Newspaper, language: str | None) -> Person:
    """Return a new person whose Telegram is in this language."""
    return newspaper.emulator.person("Ann", language=language)


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("ru", "«Вестник» — газета в Телеграме."),
        ("ru-RU", "«Вестник» — газета в Телеграме."),
        ("en", "Вестник, a newspaper in Telegram."),
        ("en-GB", "Вестник, a newspaper in Telegram."),
        ("de", "«Вестник» — газета в Телеграме."),
        (None, "«Вестник» — газета в Телеграме."),
    ],
)
async def test_the_newspaper_speaks_the_language_of_the_persons_telegram(
    newspaper: Newspaper, answer: Answer, language: str | None, greeting: str
) -> None:
    assert (await answer(await person_speaking(newspaper, language).says("/start")))["text"].startswith(greeting)


async def test_the_newspapers_english_has_no_russian_in_it(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "A bridge opens", "Traffic began at noon.\n" + "Word by word. " * 400)
    ann = person_speaking(newspaper, "en")
    commands = [
        "/start",
        "/latest",
        "/all",
        "/read 1",
        "/read",
        "/read 9",
        "/comments 1",
        "/comment 1 Good",
        "/comment",
    ]
    commands += ["/subscribe", "/settings", "/unsubscribe", "/register", "/post", "/role", "/cancel", "nonsense"]

    for command in commands:
        screen = await answer(await ann.says(command))
        said = [screen["text"].removeprefix("Вестник, "), *all_labels(screen)]  # the name is the operator's
        assert not any(map(CYRILLIC.search, said)), said
    offered = [entry["description"] for entry in ann.commands() if entry["command"] != "language"]
    assert offered
    assert not any(map(CYRILLIC.search, offered))


async def test_dates_and_lists_are_written_as_people_of_the_language_write_them(
    newspaper: Newspaper, answer: Answer
) -> None:
    await publish_many(newspaper, 2)
    screens = [await answer(await person_speaking(newspaper, language).says("/latest")) for language in ("ru", "en")]

    assert [screen["text"].split("\n\n")[:2] for screen in screens] == [
        ["Последние новости", "2. Новость 2\n5 марта 2024, 14:06"],
        ["Latest news", "2. Новость 2\n5 March 2024, 14:06"],
    ]
    ann = person_speaking(newspaper, "en")
    months = await press(ann, await answer(await ann.says("/all")), "By month")
    assert labels(months) == [["March"], ["All news"]]


async def test_the_notice_to_guests_is_said_in_their_language(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "A bridge opens")
    ann = person_speaking(newspaper, "en")

    refused = await answer(await ann.says("/comment 1 Good"))

    assert refused["text"] == "Visitors in the group Guests may not comment on this publication."
    assert labels(refused) == [["Register"], ["To the publication"]]


async def test_another_language_is_one_tap_away_and_is_kept(newspaper: Newspaper, answer: Answer) -> None:
    ann = person_speaking(newspaper, "ru")
    offer = await answer(await ann.says("/language"))
    assert offer["text"] == "Язык: Русский"
    assert labels(offer)[0] == ["Русский", "English"]

    chosen = await press(ann, offer, "English")

    assert chosen["text"] == "Language: English"
    assert labels(chosen) == [["Русский", "English"], ["Latest news", "All news"]]
    assert len(from_bot(ann)) == 1
    assert {"the latest news"} < {entry["description"] for entry in ann.commands()}
    ann.speaks("ru")
    await newspaper.restart()
    assert (await answer(await ann.says("/latest")))["text"].startswith("Latest news")
    back = await press(ann, chosen, "Русский")
    assert back["text"] == "Язык: Русский"


async def test_the_language_of_telegram_is_followed_until_a_language_is_chosen(
    newspaper: Newspaper, answer: Answer
) -> None:
    ann = person_speaking(newspaper, "ru")
    assert (await answer(await ann.says("/latest")))["text"].startswith("Последние новости")

    ann.speaks("en")

    assert (await answer(await ann.says("/latest")))["text"].startswith("Latest news")


async def test_a_language_that_is_not_offered_cannot_be_chosen(newspaper: Newspaper, answer: Answer) -> None:
    ann = person_speaking(newspaper, "ru")
    offer = await answer(await ann.says("/language"))

    for forged in ("l:de", "l:xx", "l:" + "e" * 60):
        await ann.presses(message=offer["message_id"], data=forged)

    assert "Язык: Русский" in (await answer(await ann.says("/me")))["text"]


async def test_headlines_come_in_the_language_of_each_subscriber(newspaper: Newspaper, answer: Answer) -> None:
    people = {language: person_speaking(newspaper, language) for language in ("ru", "en")}
    for person in people.values():
        await answer(await person.says("/subscribe"))
    await publish_many(newspaper, 2, to_push=True)
    await newspaper.news.delivery.tick()

    assert await people["ru"].sees("Новые публикации")
    assert await people["en"].sees("New publications")


async def test_the_choice_of_a_language_reaches_the_headlines_too(newspaper: Newspaper, answer: Answer) -> None:
    ann = person_speaking(newspaper, "ru")
    await answer(await ann.says("/subscribe"))
    await press(ann, await answer(await ann.says("/language")), "English")
    await publish_many(newspaper, 24, to_push=True)
    await newspaper.news.delivery.tick()

    push = await ann.sees("New publications")

    assert push["text"].endswith("and 4 more")
    assert "All news" in all_labels(push)


async def test_registering_keeps_the_language_and_renews_the_menu_in_it(newspaper: Newspaper, answer: Answer) -> None:
    ann = person_speaking(newspaper, "ru")
    await press(ann, await answer(await ann.says("/language")), "English")
    await press(ann, await answer(await ann.says("/register")), "I agree")

    said = await answer(await ann.says("Ann"))
    await wait_until_handled(newspaper, ann)

    assert said["text"] == "You are registered as Ann. Your group: Readers."
    assert {"comment: /comment 12 text"} < {entry["description"] for entry in ann.commands()}


async def test_an_appointment_is_told_to_the_admin_in_the_admins_language(newspaper: Newspaper, answer: Answer) -> None:
    ann = await register(newspaper, person_speaking(newspaper, "en"), "Ann")

    said = await give_role(newspaper, ann, "moderator")

    assert said["text"] == "Ann теперь в группе Модераторы."


async def test_a_group_gets_headlines_in_the_language_of_the_admin_who_subscribed_it(
    newspaper: Newspaper, answer: Answer
) -> None:
    ann = person_speaking(newspaper, "en")
    group = newspaper.emulator.group("Neighbours", admins=[ann])
    subscribed = await answer(await ann.says("/subscribe", chat=group))
    assert subscribed["text"].startswith("This group is subscribed")
    await publish_many(newspaper, 1, to_push=True)
    await newspaper.news.delivery.tick()

    push = await ann.sees("Новость 1", chat=group)

    assert labels(push) == [["Read"]]

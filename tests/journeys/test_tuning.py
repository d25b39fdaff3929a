"""«Ещё» under a push: stories, «Меньше такого», quiet; each by one tap, and taken back by another."""

from typing import Any

import pytest

from emulator import Person
from news.choice.preferences import FollowedStory, Preferences, Topics
from news.ledger import Address
from tests.journeys.steps import Json, answer_to, current, from_bot, labels, press, publish
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

PUSH = [["Читать", "Ещё"]]
CHOICES = [
    ["Следить за сюжетом"],
    ["Меньше такого"],
    ["Тихо 1 час", "Тихо до утра"],
    ["‹ Назад"],
]
DONE = [["Отменить", "‹ Назад"]]


async def pushed(newspaper: Newspaper, anna: Person, title: str = "Южный мост открыт", **fields: Any) -> Json:
    """Publish an article and push it; return the push."""
    await publish(newspaper, title, "Движение пошло.", to_push=True, **fields)
    await newspaper.news.delivery.tick()
    return await anna.sees(title)


async def tap(anna: Person, screen: Json, label: str) -> str:
    """Press a button; return the toast."""
    answer = await anna.presses(label, message=screen["message_id"])
    assert answer is not None
    assert not answer.show_alert, answer.text
    return answer.text


async def chosen(newspaper: Newspaper, anna: Person) -> Preferences:
    found: Preferences = (await newspaper.news.choice.get(Address(anna.id))).preferences
    return found


async def test_more_leads_to_the_choices_and_back_and_the_text_stays(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna, topic="Город", source_url="https://www.example.org/1")
    assert labels(push) == PUSH

    choices = await press(anna, push, "Ещё")
    assert labels(choices) == CHOICES
    less = await press(anna, push, "Меньше такого")
    assert labels(less) == [
        ["Не этот сюжет"],
        ["Не эта тема: Город"],
        ["Не «открыт»", "Не «Южный»", "Не «мост»"],
        ["Не этот источник: example.org"],
        ["‹ Назад"],
    ]
    assert labels(await press(anna, push, "‹ Назад")) == CHOICES
    back = await press(anna, push, "‹ Назад")
    assert (labels(back), back["text"]) == (PUSH, push["text"])
    assert choices["text"] == less["text"] == push["text"]
    opened = await press(anna, push, "Читать")
    assert opened["text"].endswith("Движение пошло.\n\nИсточник")
    assert len(from_bot(anna)) == 2, "the confirmation and the push"


async def test_a_story_is_followed_by_one_tap_and_taken_back_by_another(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna)

    await press(anna, push, "Ещё")
    assert await tap(anna, push, "Следить за сюжетом") == "Продолжения придут ответами на это сообщение."
    assert labels(current(anna, push)) == DONE
    assert (await chosen(newspaper, anna)).stories == (FollowedStory(1, push["message_id"]),)
    assert await tap(anna, push, "Отменить") == "Отменено."
    assert labels(current(anna, push)) == CHOICES
    assert (await chosen(newspaper, anna)).stories == ()

    await tap(anna, push, "Следить за сюжетом")
    await press(anna, push, "‹ Назад")
    assert labels(await press(anna, push, "Ещё"))[0] == ["Не следить за сюжетом"]
    assert await tap(anna, push, "Не следить за сюжетом") == "Вы больше не следите за этим сюжетом."
    assert (await chosen(newspaper, anna)).stories == ()


@pytest.mark.parametrize(
    ("label", "toast", "expected"),
    [
        ("Не этот сюжет", "Этот сюжет больше не придёт.", Preferences(muted_stories=frozenset({1}))),
        ("Не эта тема: Город", "Тема «Город» выключена.", Preferences(topics=Topics(but=frozenset({1})))),
        (
            "Не этот источник: example.org",
            "Из источника example.org больше ничего не придёт.",
            Preferences(sources=frozenset({"example.org"})),
        ),
    ],
)
async def test_less_of_this_is_one_tap_and_taken_back_by_another(
    newspaper: Newspaper, label: str, toast: str, expected: Preferences
) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna, topic="Город", source_url="https://example.org/1")
    await press(anna, await press(anna, push, "Ещё"), "Меньше такого")

    assert await tap(anna, push, label) == toast
    assert await chosen(newspaper, anna) == expected
    assert labels(current(anna, push)) == DONE
    assert await tap(anna, push, "Отменить") == "Отменено."
    assert await chosen(newspaper, anna) == Preferences()


async def test_a_hidden_word_of_the_headline_stands_in_the_list_of_words(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna)
    await press(anna, await press(anna, push, "Ещё"), "Меньше такого")

    assert await tap(anna, push, "Не «мост»") == "Публикации со словом «мост» больше не придут."

    listed = await answer_to(newspaper, await anna.says("/words"))
    assert "Скрыто\n1. мост" in listed["text"]


async def test_quiet_for_an_hour_or_until_morning_is_said_with_its_end(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna)
    await press(anna, push, "Ещё")

    hour = await tap(anna, push, "Тихо 1 час")
    assert hour.startswith("Тихо до ")
    assert hour.endswith("То, что выйдет за это время, придёт потом.")
    assert (await chosen(newspaper, anna)).quiet_until is not None
    await tap(anna, push, "Отменить")
    assert (await chosen(newspaper, anna)).quiet_until is None
    assert (await tap(anna, push, "Тихо до утра")).startswith("Тихо до ")


async def test_chosen_stories_and_sources_are_listed_with_the_words_and_dropped(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna, source_url="https://example.org/1")
    await press(anna, push, "Ещё")
    await tap(anna, push, "Следить за сюжетом")
    await press(anna, push, "‹ Назад")
    await press(anna, await press(anna, push, "Ещё"), "Меньше такого")
    await tap(anna, push, "Не этот источник: example.org")

    words = await answer_to(newspaper, await anna.says("/words"))
    kept = await press(anna, words, "Сюжеты и источники")
    assert kept["text"] == (
        "Сюжеты и источники\n\nВы следите\n1. Южный мост открыт\n\nСкрытые источники\n2. example.org\n\n"
        "Чтобы убрать что-то из списка, нажмите его номер."
    )
    dropped = await press(anna, kept, "2")
    assert (dropped["text"], labels(dropped)) == ("Убрано из списка.", [["Отменить", "Сюжеты и источники"]])
    left = await press(anna, dropped, "Сюжеты и источники")
    assert "example.org" not in left["text"]
    assert labels(await press(anna, left, "‹ Слова"))[1] == ["Сюжеты и источники"]


async def test_a_withdrawn_article_can_be_chosen_about_no_more(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    push = await pushed(newspaper, anna)
    await press(anna, push, "Ещё")
    await newspaper.news.editing.retract(await newspaper.news.readers.recognise(newspaper.editor.id, "ru"), 1, "Ошибка")

    answer = await anna.presses(message=push["message_id"], data="by:1:f:0")

    assert answer is not None
    assert (answer.show_alert, "снята редакцией" in answer.text) == (True, True)
    assert await chosen(newspaper, anna) == Preferences()


async def test_a_push_to_a_group_has_no_choices(newspaper: Newspaper) -> None:
    group = newspaper.emulator.group("Город", admins=[newspaper.editor])
    await answer_to(newspaper, await newspaper.editor.says("/subscribe", chat=group))
    await publish(newspaper, "Мост открыт", "Движение пошло.", to_push=True)
    await newspaper.news.delivery.tick()

    push = await newspaper.editor.sees("Мост открыт", chat=group)

    assert labels(push) == [["Читать"]]


async def test_the_same_in_english(newspaper: Newspaper) -> None:
    boris = newspaper.emulator.person("Boris", language="en")
    await answer_to(newspaper, await boris.says("/subscribe"))
    push = await pushed(newspaper, boris, "The bridge is open", topic="City")
    assert labels(push) == [["Read", "More"]]

    choices = await press(boris, push, "More")
    assert labels(choices) == [
        ["Follow the story"],
        ["Less of this"],
        ["Quiet for 1 hour", "Quiet until morning"],
        ["‹ Back"],
    ]
    less = await press(boris, push, "Less of this")
    assert labels(less)[:3] == [["Not this story"], ["Not the topic: City"], ["Not “bridge”", "Not “open”"]]
    assert await tap(boris, push, "Not “bridge”") == "Publications with the word “bridge” will not come."
    assert await tap(boris, push, "Undo") == "Taken back."

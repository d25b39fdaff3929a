"""The fast path of a button that opens an article: readers see the same as by the dispatcher."""

from typing import Any

import pytest

from emulator import Fault
from emulator.faults import Refused
from emulator.wire import bad_request
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import Listing, ShowList
from handlers.fast_path import press_of
from news.model import Revision
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    button,
    from_bot,
    now,
    press,
    publish,
    publish_many,
)
from tests.newspaper import Newspaper

LONG = "\n\n".join(f"Абзац {number}. " + "Слово. " * 60 for number in range(40))


@pytest.fixture
def by_dispatcher(newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the updates that the dispatcher gets from now on."""
    assert newspaper.app is not None
    dispatcher, taken = newspaper.app.dispatcher, list[int]()
    feed = dispatcher.feed_update

    async def feed_update(bot: Any, update: Any) -> Any:
        taken.append(update.update_id)
        return await feed(bot, update)

    monkeypatch.setattr(dispatcher, "feed_update", feed_update)
    return taken


def without_fast_path(newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    assert newspaper.app is not None
    monkeypatch.setattr(newspaper.app.intake, "_shortcut", None)


async def retract(newspaper: Newspaper, number: int) -> None:
    async with newspaper.news.storage.writing() as unit:
        revision = Revision(newspaper.editor.id, LONG_AGO, reason="Ошибка")
        await unit.articles.retract(number, revision)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_article_opens_without_the_dispatcher_and_looks_the_same_as_by_it(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    await publish(newspaper, "Мост открыт", LONG, topic="Город")
    anna = newspaper.emulator.person("Анна", language=language)
    fast, slow = [await answer(await anna.says("/latest")) for _ in range(2)]
    by_dispatcher.clear()

    by_fast_path = await press(anna, fast, "1")
    assert by_dispatcher == []
    without_fast_path(newspaper, monkeypatch)
    by_whole_way = await press(anna, slow, "1")

    assert len(by_dispatcher) == 1
    for name in ("text", "entities", "reply_markup", "link_preview_options"):
        assert by_fast_path.get(name) == by_whole_way.get(name)
    assert newspaper.news.articles._reads[1] == 2


async def test_another_page_of_an_article_opens_by_the_fast_path_too(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int]
) -> None:
    await publish(newspaper, "Мост открыт", LONG)
    anna = newspaper.emulator.person("Анна")
    opened = await press(anna, await answer(await anna.says("/latest")), "1")
    by_dispatcher.clear()

    turned = await press(anna, opened, "›")

    assert "Абзац" in turned["text"]
    assert turned["text"] != opened["text"]
    assert by_dispatcher == []


async def test_a_retracted_article_goes_to_the_dispatcher_which_says_so(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int]
) -> None:
    await publish_many(newspaper, 1)
    anna = newspaper.emulator.person("Анна")
    latest = await answer(await anna.says("/latest"))
    await retract(newspaper, 1)
    by_dispatcher.clear()

    alert = await anna.presses("1", message=latest["message_id"])

    assert alert is not None
    assert "снят" in str(alert.text).lower()
    assert len(by_dispatcher) == 1


async def test_a_refused_edit_goes_to_the_dispatcher_which_sends_the_article_anew(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int]
) -> None:
    await publish_many(newspaper, 1)
    anna = newspaper.emulator.person("Анна")
    latest = await answer(await anna.says("/latest"))
    refused = Refused(bad_request("message can't be edited"))
    newspaper.emulator.faults.add(Fault(refused, method="editMessageText", times=2))
    by_dispatcher.clear()

    await press(anna, latest, "1")

    assert len(by_dispatcher) == 1
    assert [message["text"].split("\n")[0] for message in from_bot(anna)][-1] == "Новость 1"


@pytest.mark.parametrize("data", ["a:1:0:-:0", "a:1:0:e:7", "a:1:0:pe.f.7"])
async def test_the_buttons_of_all_pushes_go_by_the_fast_path(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int], data: str
) -> None:
    await publish_many(newspaper, 1)
    anna = newspaper.emulator.person("Анна")
    screen = await answer(await anna.says("/help"))
    by_dispatcher.clear()

    await anna.presses(message=screen["message_id"], data=data)

    assert now(anna, screen)["text"].startswith("Новость 1\n")
    assert by_dispatcher == []


async def test_an_article_of_a_search_goes_to_the_dispatcher_which_keeps_the_words(
    newspaper: Newspaper, answer: Answer, by_dispatcher: list[int]
) -> None:
    await publish_many(newspaper, 1)
    anna = newspaper.emulator.person("Анна")
    screen = await answer(await anna.says("/search новость"))
    by_dispatcher.clear()

    await anna.presses(message=screen["message_id"], data="a:1:0:Fn.f.0.0.0")

    assert now(anna, screen)["text"].endswith("Поиск: новость")
    assert len(by_dispatcher) == 1


async def test_a_press_twice_is_answered_twice_and_changes_nothing(newspaper: Newspaper, answer: Answer) -> None:
    await publish_many(newspaper, 1)
    anna = newspaper.emulator.person("Анна")
    latest = await answer(await anna.says("/latest"))
    data = button(latest, "1")["callback_data"]
    opened = await press(anna, latest, "1")

    answered = await anna.presses(message=opened["message_id"], data=data)

    assert answered is not None
    assert not answered.text
    assert from_bot(anna)[-1] == opened


PRESS: Json = {
    "update_id": 1,
    "callback_query": {
        "id": "7",
        "from": {"id": 5, "is_bot": False, "first_name": "Анна", "language_code": "ru"},
        "chat_instance": "1",
        "data": OpenArticle(number=1).pack(),
        "message": {"message_id": 3, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "Новости"},
    },
}


def changed(path: str, value: Any) -> Json:
    """Return the press with one field changed, or left out for None."""
    *way, name = path.split(".")
    inner = update = {**PRESS}
    for step in way:
        inner[step] = {**inner[step]}
        inner = inner[step]
    inner[name] = value
    if value is None:
        del inner[name]
    return update


def test_a_press_with_unknown_fields_is_recognised() -> None:
    found = press_of(changed("callback_query.message.new_field", {"of": "a newer Bot API"}))

    assert found is not None
    assert (found.id, found.person.id, found.message.message_id) == ("7", 5, 3)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("callback_query", None),
        ("callback_query", []),
        ("callback_query.data", ShowList(listing=Listing.LATEST).pack()),
        ("callback_query.data", None),
        ("callback_query.message", None),
        ("callback_query.message.text", None),
        ("callback_query.message.chat.type", "supergroup"),
        ("callback_query.message.chat.id", -5),
        ("callback_query.message.chat.id", 2**60),
        ("callback_query.message.message_id", "3"),
        ("callback_query.from.id", True),
        ("callback_query.from.id", 2**60),
        ("callback_query.id", 7),
    ],
)
def test_any_other_update_goes_to_the_dispatcher(path: str, value: Any) -> None:
    assert press_of(changed(path, value)) is None

"""The fast path of a press that opens an article shows the same as the dispatcher does."""

from typing import Any

import pytest

from emulator import Broken, Dropped, Fault, Person, too_many_requests
from emulator.errors import bad_request
from emulator.faults import Effect, Refused
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import Listing, ShowList
from handlers.fast_path import press_of
from news.model import Revision
from tests.journeys.steps import LONG_AGO, Answer, Json, button, current, from_bot, press, publish, publish_many
from tests.newspaper import TIMEOUT_SECONDS, Newspaper

pytestmark = pytest.mark.slow

LONG = "\n\n".join(f"Абзац {number}. " + "Слово. " * 60 for number in range(40))


@pytest.fixture
def dispatched(newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the updates that the dispatcher handles from now on."""
    assert newspaper.app is not None
    dispatcher, dispatched = newspaper.app.dispatcher, list[int]()
    feed = dispatcher.feed_update

    async def feed_update(bot: Any, update: Any, **data: Any) -> Any:
        dispatched.append(update.update_id)
        return await feed(bot, update, **data)

    monkeypatch.setattr(dispatcher, "feed_update", feed_update)
    return dispatched


def switch_off_fast_path(newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    assert newspaper.app is not None
    monkeypatch.setattr(newspaper.app.intake, "_fast_path", None)


async def retract_without_the_chat(newspaper: Newspaper, number: int) -> None:
    async with newspaper.news.storage.writing() as unit:
        revision = Revision(newspaper.editor.id, LONG_AGO, reason="Ошибка")
        await unit.articles.retract(number, revision)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_article_opens_without_the_dispatcher_and_looks_the_same_as_by_it(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    await publish(newspaper, "Мост открыт", LONG, topic="Город")
    anna = newspaper.emulator.person("Анна", language=language)
    first, second = [await answer(await anna.says("/latest")) for _ in range(2)]
    dispatched.clear()

    by_fast_path = await press(anna, first, "1")
    assert dispatched == []
    switch_off_fast_path(newspaper, monkeypatch)
    by_dispatcher = await press(anna, second, "1")

    assert len(dispatched) == 1
    for name in ("text", "entities", "reply_markup", "link_preview_options"):
        assert by_fast_path.get(name) == by_dispatcher.get(name)
    assert await reads_of(newspaper, 1) == 2


async def test_the_fast_path_turns_pages_too(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person
) -> None:
    await publish(newspaper, "Мост открыт", LONG)
    opened = await press(anna, await answer(await anna.says("/latest")), "1")
    dispatched.clear()

    turned = await press(anna, opened, "›")

    assert "Абзац" in turned["text"]
    assert turned["text"] != opened["text"]
    assert dispatched == []


async def test_the_dispatcher_refuses_an_article_that_was_retracted_meanwhile(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person
) -> None:
    await publish_many(newspaper, 1)
    latest = await answer(await anna.says("/latest"))
    await retract_without_the_chat(newspaper, 1)
    dispatched.clear()

    alert = await anna.presses("1", message=latest["message_id"])

    assert alert is not None
    assert "снят" in str(alert.text).lower()
    assert len(dispatched) == 1


async def test_after_a_refused_edit_the_dispatcher_sends_the_article_as_a_new_message(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person
) -> None:
    await publish_many(newspaper, 1)
    latest = await answer(await anna.says("/latest"))
    refused = Refused(bad_request("message can't be edited"))
    newspaper.emulator.faults.add(Fault(refused, method="editMessageText", times=2))
    dispatched.clear()

    await press(anna, latest, "1")

    assert len(dispatched) == 1
    assert [message["text"].split("\n")[0] for message in from_bot(anna)][-1] == "Новость 1"


@pytest.mark.parametrize("effect", [Broken(), Dropped(), too_many_requests(3600)])
async def test_a_failed_edit_is_not_tried_by_the_dispatcher_at_once(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person, effect: Effect
) -> None:
    await publish_many(newspaper, 1)
    latest = await answer(await anna.says("/latest"))
    newspaper.emulator.faults.add(Fault(effect, method="editMessageText"))
    dispatched.clear()
    sent = len(from_bot(anna))

    assert await anna.presses("1", message=latest["message_id"], timeout=TIMEOUT_SECONDS) is not None

    assert dispatched == []
    assert len(newspaper.emulator.calls.of("editMessageText")) == 1
    assert len(from_bot(anna)) == sent


@pytest.mark.parametrize("data", ["a:1:0:-:0", "a:1:0:e:7", "a:1::pe.f.7"])
async def test_the_buttons_of_all_pushes_go_by_the_fast_path(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person, data: str
) -> None:
    await publish_many(newspaper, 1)
    screen = await answer(await anna.says("/help"))
    dispatched.clear()

    await anna.presses(message=screen["message_id"], data=data)

    assert current(anna, screen)["text"].startswith("Новость 1\n")
    assert dispatched == []


async def test_an_article_of_a_search_goes_to_the_dispatcher_which_keeps_the_words(
    newspaper: Newspaper, answer: Answer, dispatched: list[int], anna: Person
) -> None:
    await publish_many(newspaper, 1)
    screen = await answer(await anna.says("/search новость"))
    dispatched.clear()

    await anna.presses(message=screen["message_id"], data="a:1::Fn.f.0.0.0")

    assert current(anna, screen)["text"].endswith("Поиск: новость")
    assert len(dispatched) == 1


async def test_a_read_is_counted_when_an_article_is_opened_and_not_when_its_pages_are_turned(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Мост открыт", LONG)
    latest = await answer(await anna.says("/latest"))

    for label in ("1", "›", "‹", "1 / 5"):
        await press(anna, latest, label)
    assert await reads_of(newspaper, 1) == 1

    await press(anna, await press(anna, latest, "Назад"), "1")
    assert await reads_of(newspaper, 1) == 2


async def reads_of(newspaper: Newspaper, number: int) -> int:
    """How often an article was opened, whether or not a tick has stored that already."""
    await newspaper.news.articles.save_reads()
    async with newspaper.news.storage.reading() as unit:
        article = await unit.articles.get(number)
    return int(article.reads)


async def test_a_press_twice_is_answered_twice_and_changes_nothing(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 1)
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


def test_a_plain_press_is_recognised_beside_unknown_fields() -> None:
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
def test_any_other_update_is_left_to_the_dispatcher(path: str, value: Any) -> None:
    assert press_of(changed(path, value)) is None

"""The courier: how an edition looks in the chat, and the outcome of each of Telegram's answers."""

import asyncio
from typing import Any

import pytest

from bot.courier import Courier
from bot.http_pool import ConnectionPool, HttpResponse
from bot.sent_messages import outcome_of
from emulator import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED,
    Broken,
    Dropped,
    Emulator,
    Fault,
    Person,
    Slow,
    Strange,
    migrated,
    too_many_requests,
)
from handlers.cards.card import Card
from handlers.cards.editions import message_card
from news.ledger import EditionKind, Message
from news.notices import Notice, NoticeKind
from news.outcomes import Outcome
from news.ports import EditionContent
from tests.bot.couriers import ONE, THREE, article, carry, corrected, make_courier, to


async def test_one_article_comes_with_its_first_words_and_a_way_to_the_rest(courier: Courier, anna: Person) -> None:
    outcome = await carry(courier, ONE, to(anna.id))
    seen = await anna.sees("Движение пошло с утра.")
    assert (outcome.status, outcome.copy) == (200, (Message(seen["message_id"]),))
    assert "Мост открыт" in seen["text"]
    assert {"type": "bold", "offset": 0, "length": len("Мост открыт")} in seen["entities"]
    ((read, _more),) = anna.buttons()
    assert read.startswith("Читать")
    assert "callback_data" in seen["reply_markup"]["inline_keyboard"][0][0]


async def test_several_articles_are_a_numbered_list_with_a_button_each(courier: Courier, anna: Person) -> None:
    await carry(courier, THREE, to(anna.id))
    seen = await anna.sees("Новость 12")
    assert seen["text"].index("14. ") < seen["text"].index("13. ") < seen["text"].index("12. ")
    assert anna.buttons() == [["14", "13", "12"]]


async def test_each_chat_gets_its_language(courier: Courier, anna: Person) -> None:
    await carry(courier, THREE, to(anna.id, "en"))
    assert "New publications" in (await anna.sees("Новость 12"))["text"]


async def test_a_group_gets_links_that_open_the_private_chat(
    courier: Courier, emulator: Emulator, anna: Person
) -> None:
    group = emulator.group("Редакция", admins=[anna])
    for push in (ONE, THREE):
        assert (await carry(courier, push, to(group.id))).status == 200
    buttons = [
        button for message in group.messages for row in message["reply_markup"]["inline_keyboard"] for button in row
    ]
    links = [button["url"] for button in buttons]
    assert links == [f"https://t.me/vestnik_bot?start=a_{number}" for number in (12, 14, 13, 12)]


async def test_the_largest_edition_with_the_longest_headlines_fits_a_message(courier: Courier, anna: Person) -> None:
    push = EditionContent(3, tuple(article(10**6 + number, "Ж" * 250) for number in range(20)), 10**6)
    assert (await carry(courier, push, to(anna.id))).status == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("effect", "status", "details"),
    [
        (BLOCKED, 403, {"description": "Forbidden: bot was blocked by the user"}),
        (DEACTIVATED, 403, {"description": "Forbidden: user is deactivated"}),
        (KICKED, 403, {"description": "Forbidden: bot was kicked from the supergroup chat"}),
        (CANNOT_INITIATE, 403, {"description": "Forbidden: bot can't initiate conversation with a user"}),
        (CHAT_NOT_FOUND, 400, {"description": "Bad Request: chat not found", "moved_to": None}),
        (migrated(-1009), 400, {"moved_to": -1009}),
        (too_many_requests(7), 429, {"retry_after": 7}),
        (too_many_requests(), 429, {"retry_after": None}),
        (Broken(), 502, {"description": "HTTP 502", "may_have_arrived": True}),
        (Broken(200), None, {"description": "HTTP 200", "may_have_arrived": True}),
        (Broken(301), 301, {"description": "HTTP 301"}),
        (Broken(403), None, {"description": "HTTP 403, not from Telegram", "may_have_arrived": False}),
        (Broken(400), None, {"description": "HTTP 400, not from Telegram", "may_have_arrived": False}),
        (Broken(429), 429, {"retry_after": None}),
        (Dropped(), None, {"may_have_arrived": True}),
        (Slow(1.5), None, {"description": "no response within 1 s", "may_have_arrived": True}),
        (Strange(replace=True), 200, {"copy": ()}),
        (Strange({"message_id": "five"}), 200, {"copy": ()}),
        (Strange({"message_id": 2**70}), 200, {"copy": ()}),
        (migrated(-(2**70)), 400, {"moved_to": None}),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_each_answer_becomes_the_right_outcome(
    courier: Courier, emulator: Emulator, anna: Person, effect: Any, status: int | None, details: dict[str, Any]
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    outcome = await carry(courier, ONE, to(anna.id))
    assert outcome.status == status
    assert {name: getattr(outcome, name) for name in details} == details


@pytest.mark.parametrize(("effect", "status"), [(Dropped(after_effect=True), None), (Strange(), 200)])
async def test_a_message_that_arrived_is_never_reported_as_not_sent(
    courier: Courier, emulator: Emulator, anna: Person, effect: Any, status: int | None
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    outcome = await carry(courier, ONE, to(anna.id))
    assert (outcome.status, outcome.may_have_arrived) == (status, True)
    assert len(emulator.calls.of("sendMessage")) == 1
    assert "Мост открыт" in (anna.last or {})["text"]


async def test_a_request_that_was_not_sent_is_reported_as_such() -> None:
    nowhere = ConnectionPool("http://127.0.0.1:9/")
    outcome = await carry(make_courier(nowhere), ONE, to(7))
    await nowhere.close()
    assert (outcome.status, outcome.may_have_arrived) == (None, False)
    assert outcome.description.startswith("ConnectionRefusedError")


@pytest.mark.parametrize(
    ("body", "message_id"),
    [
        (b'{"ok":true,"result":{"message_id":5,"date":1}}', 5),
        (b' { "ok" : true , "result" : { "message_id" : 5 } }', 5),
        (b'{"ok":true,"result":{"message_id":5}}', 5),
        (b'{"ok":true,"result":{"message_id":5,"text":"broken o', 5),
        (b'{"result":{"date":1,"message_id":5},"ok":true}', 5),
        (b'{"ok":true,"result":{"message_id":5.5}}', None),
        (b'{"ok":true,"result":{"message_id":' + b"9" * 50 + b"}}", None),
        (b'{"ok":true,"result":{"message_id":true}}', None),
        (b'{"ok":true,"result":[]}', None),
        (b'{"ok":true}', None),
    ],
)
def test_an_answer_with_ok_true_means_sent(body: bytes, message_id: int | None) -> None:
    assert outcome_of(HttpResponse(200, body)) == Outcome(200, () if message_id is None else (Message(message_id),))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"ok":1}', b'{"ok":false}', b'{"ok":true,"result":{"message_id":5', b"\xff"]
)
def test_a_200_that_does_not_say_ok_is_in_doubt(body: bytes) -> None:
    outcome = outcome_of(HttpResponse(200, body))
    assert (outcome.status, outcome.may_have_arrived) == (None, True)


def test_why_an_answer_broke_off_is_kept() -> None:
    assert outcome_of(HttpResponse(200, b'{"ok"', "the connection broke")).description == "the connection broke"


async def test_a_send_has_the_right_chat_and_fields(courier: Courier, emulator: Emulator, anna: Person) -> None:
    await carry(courier, ONE, to(anna.id))
    (call,) = emulator.calls.of("sendMessage")
    assert call.parameters["chat_id"] == anna.id
    assert set(call.parameters) == {"chat_id", "text", "entities", "link_preview_options", "reply_markup"}
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


async def test_paid_broadcast_is_requested_in_every_message_and_in_no_edit(
    pool: ConnectionPool, emulator: Emulator, anna: Person
) -> None:
    courier = make_courier(pool, paid=True)
    for push in (ONE, THREE):
        outcome = await carry(courier, push, to(anna.id))
        assert outcome.status == 200
    assert [call.parameters["allow_paid_broadcast"] for call in emulator.calls.of("sendMessage")] == [True, True]
    await carry(courier, corrected("Мост закрыт"), to(anna.id, copy=outcome.copy))
    (call,) = emulator.calls.of("editMessageText")
    assert "allow_paid_broadcast" not in call.parameters


async def test_a_correction_edits_the_copy_and_says_nothing_new(
    courier: Courier, emulator: Emulator, anna: Person
) -> None:
    sent = await carry(courier, ONE, to(anna.id))
    known = len(anna.messages)
    outcome = await carry(courier, corrected("Мост закрыт"), to(anna.id, copy=sent.copy))
    assert (outcome.status, outcome.copy) == (200, sent.copy)
    assert len(anna.messages) == known
    seen = anna.last or {}
    assert seen["message_id"] == sent.copy[0].id
    assert seen["text"].startswith("Мост закрыт\n\nДвижение пошло с утра. Пробок нет.\nобновлено ")
    (call,) = emulator.calls.of("editMessageText")
    assert set(call.parameters) == {
        "chat_id",
        "message_id",
        "text",
        "entities",
        "link_preview_options",
        "reply_markup",
    }


async def test_an_edit_without_a_change_or_without_its_message_is_a_bad_request(courier: Courier, anna: Person) -> None:
    sent = await carry(courier, ONE, to(anna.id))
    for copy, words in ((sent.copy, "message is not modified"), (999, "message to edit not found")):
        outcome = await carry(courier, ONE, to(anna.id, copy=copy))
        assert outcome.status == 400
        assert words in outcome.description


async def test_a_notice_is_a_sentence_with_a_button_to_the_pushes(courier: Courier, anna: Person) -> None:
    notice = EditionContent(5, (), 0, EditionKind.NOTICE, Notice(NoticeKind.REFUSED, 4).dump())
    for language, words, label in (("ru", "Телеграм не принимает", "Рассылки"), ("en", "Telegram refuses", "Pushes")):
        assert (await carry(courier, notice, to(anna.id, language))).status == 200
        seen = anna.last or {}
        assert words in seen["text"]
        assert "№ 4" in seen["text"] or "No. 4" in seen["text"]
        assert anna.buttons() == [[label]]


async def test_many_deliveries_are_sent_concurrently(courier: Courier, emulator: Emulator) -> None:
    people = [emulator.person(f"Читатель {number}") for number in range(40)]
    for person in people:
        await person.says("/start")
    emulator.faults.add(Fault(BLOCKED, chat_id=people[7].id))
    outcomes = await asyncio.gather(*(carry(courier, ONE, to(person.id)) for person in people))
    assert [index for index, outcome in enumerate(outcomes) if outcome.status != 200] == [7]
    for person, outcome in zip(people, outcomes, strict=True):
        assert outcome.status == 403 or (person.last or {})["message_id"] == outcome.copy[0].id


async def test_an_edition_that_cannot_be_drawn_fails_alone(
    courier: Courier, emulator: Emulator, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    undrawable = EditionContent(9, (), 1)
    outcome = await carry(courier, undrawable, to(anna.id))
    assert outcome == Outcome(400, description=outcome.description, may_have_arrived=False)
    assert outcome.description.startswith("cannot be drawn: ")
    assert emulator.calls.of("sendMessage") == []
    assert await carry(courier, undrawable, to(anna.id)) == outcome
    assert caplog.text.count("edition 9 cannot be drawn") == 1, "a million subscribers, one line in the log"
    assert (await carry(courier, ONE, to(anna.id))).status == 200


async def test_an_edition_is_drawn_once_for_each_language_kind_of_chat_and_variant(
    pool: ConnectionPool, emulator: Emulator, anna: Person
) -> None:
    drawn = []

    def draw(*given: Any) -> Card:
        drawn.append(given)
        return message_card(*given)

    courier = make_courier(pool, draw=draw)
    group = emulator.group("Редакция", admins=[anna])
    short = to(anna.id, variant="short")
    for chat in (to(anna.id), to(anna.id), to(anna.id, "en"), to(group.id), to(group.id), short, short, to(anna.id)):
        assert courier.size(ONE, chat) == 1
        await carry(courier, ONE, chat)
    assert len(drawn) == 4
    changed = EditionContent(ONE.edition, (article(12, "Мост закрыт"),), 1)
    await carry(courier, changed, to(anna.id))
    assert len(drawn) == 5
    assert "Мост закрыт" in (anna.last or {})["text"]

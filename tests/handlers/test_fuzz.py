"""Bad input: any message or forged update gets a helpful sentence or no answer, and stops no other update.

By default some 3,000 mutated updates; VESTNIK_FUZZ=20000 sends that many, with a new seed each time.
"""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import web

import emulator.server
from bot.timings import FloodLimits, Timings
from emulator import Person
from news.ledger import Address
from news.readers import ANONYMOUS
from news.roles import Role
from tests.handlers.fuzzed_newspaper import (
    BATCH,
    FORBIDDEN_WORDS,
    SEED,
    UPDATES,
    Failures,
    FuzzedNewspaper,
    everything_is_handled,
)
from tests.journeys.steps import answer_to, from_bot, numbers, press, publish_many, register, wait_until_handled
from tests.newspaper import Newspaper, open_newspaper, open_quickly
from tests.support.update_fuzzer import NASTY, PREFIXES, WORDLESS, Json, UpdateFuzzer

pytestmark = pytest.mark.slow

LOST = "Не понял вас. Последние новости: /latest, всё, что я умею: /help."
STALE = "Эта кнопка устарела. Последние новости: /latest"


@pytest.fixture
def failures() -> Iterator[Failures]:
    watching = Failures()
    logging.getLogger().addHandler(watching)
    yield watching
    logging.getLogger().removeHandler(watching)


@pytest.fixture
async def newspaper(
    newspaper_url: str, failures: Failures, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper on an emulated Telegram that escapes JSON as the real one does."""
    open_quickly(monkeypatch)
    monkeypatch.setattr(emulator.server, "_json", escaped)
    # A few people send the updates of many.
    timings = Timings(flood=FloodLimits(person_burst=10**9, chat_burst=10**9, search_burst=10**9))
    async with open_newspaper(newspaper_url, timings, push_interval=86_400) as opened:
        await opened.wait_for_menus()
        await publish_many(opened, 3)
        yield opened
    assert failures.lines == []


@pytest.fixture
async def fuzzer(newspaper: Newspaper, failures: Failures) -> FuzzedNewspaper:
    """People of every role; the member was asked for a comment."""
    persons = {"the settings' admin": newspaper.editor}
    for role in Role:
        persons[role] = person = newspaper.emulator.person(f"Некто {role}")
        if role is not Role.GUEST:
            await register(newspaper, person, f"Читатель {person.id}")
            async with newspaper.news.storage.writing() as unit:
                await unit.readers.set_role(person.id, role)
    for person in persons.values():
        await wait_until_handled(newspaper, person)
    member = persons[Role.MEMBER]
    group = newspaper.emulator.group("Соседи", admins=[member], members=persons.values())
    article = await answer_to(newspaper, await member.says("/read 1"))
    await member.presses("Добавьте комментарий", message=article["message_id"])
    question = await answer_to(newspaper, article)
    everyone = [person.user.as_json() for person in persons.values()]
    updates = UpdateFuzzer(SEED, everyone, [group.chat.as_json()], [question, article])
    return FuzzedNewspaper(newspaper, failures, persons, updates)


def escaped(body: Any, status: int = 200) -> web.Response:
    """Return JSON in ASCII. Its escapes can hold a lone surrogate, which UTF-8 cannot."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


# aiogram warns of an unknown kind of update and skips it.
@pytest.mark.filterwarnings("ignore:\\s*Detected unknown update type:RuntimeWarning")
async def test_the_program_goes_on_after_thousands_of_mutated_updates(fuzzer: FuzzedNewspaper) -> None:
    for _ in range(UPDATES // BATCH):
        await fuzzer.send([fuzzer.updates.update() for _ in range(BATCH)])

    async with fuzzer.newspaper.news.storage.reading() as unit:
        assert await unit.inbox.count_dead() == fuzzer.failures.dead
    assert UPDATES / 20 < fuzzer.failures.dead < UPDATES / 2, "most updates should get as far as a handler"


async def test_a_message_without_words_gets_a_sentence_that_helps(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    wordless = {name: content for name, content in WORDLESS.items() if name != "pinned_message"}

    said = {name: await answer_to(newspaper, await anna.sends(**{name: content})) for name, content in wordless.items()}

    assert {name: answer["text"] for name, answer in said.items()} == dict.fromkeys(wordless, LOST)


async def test_a_pinned_message_gets_no_answer(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")

    sent = await anna.sends(pinned_message=WORDLESS["pinned_message"])

    assert await silence(newspaper, anna, sent)


async def test_a_strange_text_gets_a_sentence_that_helps_wherever_it_is_typed(newspaper: Newspaper) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    commands = ("read", "comments", "comment", "comment 1", "start", "register", "subscribe", "role", "post", "search")

    for text in filter(None, NASTY):
        assert (await answer_to(newspaper, await anna.sends(text=text)))["text"] == LOST, repr(text)
        for command in commands:
            said = (await answer_to(newspaper, await anna.sends(text=f"/{command} {text}")))["text"]
            assert said, f"/{command} {text!r}"
            assert not any(word in said for word in FORBIDDEN_WORDS), f"/{command} {text!r}: {said}"


async def test_a_strange_text_is_drafted_shown_and_read_or_refused_with_a_sentence(newspaper: Newspaper) -> None:
    vera = newspaper.editor
    for text in filter(None, NASTY):
        link = {"type": "text_link", "offset": 1, "length": 9, "url": text}
        entities = [{"type": "bold", "offset": 0, "length": 3}, link]
        for article in (f"/post {text}\n{text}", f"/post Заголовок\n{text}"):
            shown = await answer_to(newspaper, await vera.sends(text=article, entities=entities))
            if "черновик" in shown["text"]:
                asked = await press(vera, shown, "Опубликовать")
                if "Похоже, об этом уже есть" in asked["text"]:
                    await press(vera, asked, "Всё равно опубликовать")
        newest = numbers(await answer_to(newspaper, await vera.says("/latest")))[0]

        read = (await answer_to(newspaper, await vera.says(f"/read {newest}")))["text"]
        assert read.startswith("Заголовок\n"), f"under a good headline anything is published: {text!r}"


async def test_a_lone_surrogate_is_left_out_and_the_words_around_it_are_kept(newspaper: Newspaper) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")

    kept = await answer_to(newspaper, await anna.sends(text="/comment 1 До\ud800 и\x00 после"))

    assert kept["text"] == "Ваш комментарий опубликован."
    (comment,) = (await newspaper.news.threads.page(ANONYMOUS, 1)).comments
    assert comment.text.startswith("До")
    assert comment.text.endswith("после")


async def test_a_command_in_a_caption_is_a_command(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")

    assert (await answer_to(newspaper, await anna.shares_photo("/read 1")))["text"].startswith("Новость 1\n")


async def test_a_command_that_was_edited_is_not_obeyed_again(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    sent = await anna.says("/subscribe")
    await answer_to(newspaper, sent)

    await anna.edits(sent["message_id"], "/unsubscribe")

    last = anna.last
    assert last is not None
    assert await silence(newspaper, anna, last)
    assert (await newspaper.news.subscriptions.get(Address(anna.id))).active


async def test_in_a_group_the_bot_answers_its_commands_and_nothing_else(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    group = newspaper.emulator.group("Соседи", admins=[anna], bot="administrator")

    for text in ("Добрый день", "/nonsense", "/latest@other_bot", "@vestnik_bot", "🎉", "/"):
        await anna.says(text, chat=group)
    await anna.sends(chat=group, new_chat_members=[anna.user.as_json()])
    shown = await answer_to(newspaper, await anna.says("/latest@vestnik_bot", chat=group))

    assert [message for message in group.messages if message["from"]["is_bot"]] == [shown]


async def test_a_post_in_a_channel_gets_no_answer(newspaper: Newspaper) -> None:
    channel = newspaper.emulator.channel("Объявления", admins=[newspaper.editor])

    post = await channel.posts("/latest")
    newspaper.emulator.world.inject({"edited_channel_post": post})
    await wait_until_handled(newspaper, newspaper.editor)

    assert [message["message_id"] for message in channel.messages] == [post["message_id"]]


async def test_every_forged_button_is_answered(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    screen = await answer_to(newspaper, await anna.says("/help"))
    fields = [
        "",
        ":",
        ":0",
        ":-1",
        ":1:2:3:4:5:6",
        f":{2**62 + 1}",
        f":{'9' * 60}",
        ":l:f:0",
        ":l:f:0:",
        ":\ud800",
        ":🎉",
    ]

    for data in (f"{prefix}{rest}"[:64] for prefix in PREFIXES for rest in fields):
        answered = await anna.presses(message=screen["message_id"], data=data)
        assert answered is not None, f"{data!r}: the client would show progress for ever"
        told = [answered.text or "", *(message.get("text", "") for message in from_bot(anna))]
        assert not any(word in text for text in told for word in FORBIDDEN_WORDS), data


async def test_a_button_of_an_unknown_kind_says_that_it_is_out_of_date(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    screen = await answer_to(newspaper, await anna.says("/help"))

    answered = await anna.presses(message=screen["message_id"], data="of_yesterday:1")

    assert answered is not None
    assert (answered.text, answered.show_alert) == (STALE, True)


async def test_an_update_that_cannot_be_parsed_becomes_a_dead_letter_and_the_next_one_is_handled(
    newspaper: Newspaper, failures: Failures
) -> None:
    anna = newspaper.emulator.person("Анна")
    for broken in ({"message": "a text"}, {"message": {"chat": anna.chat.as_json()}}, {"callback_query": []}):
        newspaper.emulator.world.inject(broken)

    assert (await answer_to(newspaper, await anna.says("/latest")))["text"].startswith("Последние новости")
    await everything_is_handled(newspaper)
    async with newspaper.news.storage.reading() as unit:
        assert await unit.inbox.count_dead() == 3
    assert failures.dead == 3


async def silence(newspaper: Newspaper, person: Person, message: Json) -> bool:
    """Return whether the bot sent no answer below the message, after all updates were handled."""
    await wait_until_handled(newspaper, person)
    below = [one for one in from_bot(person) if one["message_id"] > message["message_id"]]
    return len(below) == 1

"""Discussion groups: comments there and in the bot are the same comments."""

from collections.abc import AsyncIterator

import pytest

from emulator import Fault, Person, Stalled
from tests.journeys.discussions import comments_on, discussed, wait_for_comment, wait_for_texts
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    let_pass,
    press,
    reader_of,
    register,
    wait_for,
    wait_until_handled,
)
from tests.newspaper import Newspaper, open_newspaper

pytestmark = pytest.mark.usefixtures("quick_groups")


@pytest.fixture
async def strict(newspaper_url: str) -> AsyncIterator[Newspaper]:
    """A newspaper whose groups take comments of the registered only."""
    async with open_newspaper(newspaper_url, group_comments="registered") as opened:
        yield opened


async def test_what_a_reader_writes_under_a_post_is_a_comment_on_the_article(
    newspaper: Newspaper, member: Person, guest: Person, answer: Answer
) -> None:
    place = await discussed(newspaper, member)

    await place.says(member, "Наконец-то открыли!")

    comment = await wait_for_comment(newspaper, place.number, "Наконец-то открыли!")
    assert (comment.author_id, comment.author, comment.chat_id) == (member.id, "Анна из Твери", place.group.id)
    listed = await answer(await guest.says(f"/comments {place.number}"))
    assert "Анна из Твери" in listed["text"]
    assert "Наконец-то открыли!" in listed["text"]
    article = await answer(await guest.says(f"/read {place.number}"))
    assert "Комментарии (1)" in all_labels(article)


async def test_elsewhere_in_the_group_nothing_is_a_comment(newspaper: Newspaper, member: Person) -> None:
    place = await discussed(newspaper, member)

    await member.says("Всем привет", chat=place.group)
    await member.says("/help", reply_to=place.copy["message_id"], chat=place.group)
    await place.says(member, "Под записью")

    await wait_for_comment(newspaper, place.number, "Под записью")
    assert [comment.text for comment in await comments_on(newspaper, place.number)] == ["Под записью"]


async def test_an_answer_in_the_group_answers_the_comment_and_an_edit_changes_it(
    newspaper: Newspaper, member: Person
) -> None:
    boris = await register(newspaper, newspaper.emulator.person("Борис"), "Борис")
    place = await discussed(newspaper, member, boris)
    first = await place.says(member, "Мост открыли вчера")
    asked = await wait_for_comment(newspaper, place.number, "Мост открыли вчера")

    said = await place.says(boris, "Точно вчера?", to=first, quote="вчера")

    answered = await wait_for_comment(newspaper, place.number, "Точно вчера?")
    assert (answered.reply_to, answered.root, answered.quote) == (asked.id, asked.id, "вчера")
    await boris.edits(said["message_id"], "Точно ли вчера?", chat=place.group)
    edited = await wait_for_comment(newspaper, place.number, "Точно ли вчера?")
    assert (edited.id, edited.edited_at is not None) == (answered.id, True)


async def test_an_answer_in_the_bot_comes_into_the_group_and_can_be_answered_there(
    newspaper: Newspaper, member: Person
) -> None:
    boris = await register(newspaper, newspaper.emulator.person("Борис"), "Борис")
    place = await discussed(newspaper, member)
    first = await place.says(member, "Мост открыли вчера")
    asked = await wait_for_comment(newspaper, place.number, "Мост открыли вчера")
    reader, comments = await reader_of(newspaper, boris), newspaper.news.comments

    given = await comments.respond(reader, asked.id, "Сегодня утром", boris.id, 700)

    shown = await member.sees("Сегодня утром", chat=place.group)
    assert shown["text"] == f"№ {given.id} · Борис\nСегодня утром"
    assert shown["reply_to_message"]["message_id"] == first["message_id"]
    link = next(entity["url"] for entity in shown["entities"] if entity["type"] == "text_link")
    assert link.endswith(f"?start=c_{given.id}")
    await place.says(member, "Спасибо!", to=shown)
    thanks = await wait_for_comment(newspaper, place.number, "Спасибо!")
    assert (thanks.reply_to, thanks.root) == (given.id, asked.id)

    await comments.revise(reader, "Сегодня в шесть", boris.id, 700)
    await member.sees("Сегодня в шесть", chat=place.group)
    # The notice of the answer may come at the same moment.
    await answer_to(newspaper, await boris.follows(link.rpartition("=")[2]), "Сегодня в шесть")
    await newspaper.news.moderation.remove(reader, given.id)
    await member.sees("Редакция сняла этот комментарий.", chat=place.group)
    assert "Сегодня в шесть" not in str(place.group.messages)


async def test_a_guest_comments_under_the_name_of_the_account(newspaper: Newspaper, guest: Person) -> None:
    admin = newspaper.emulator.person("Администратор")
    place = await discussed(newspaper, guest, admin)

    await place.says(guest, "Давно пора")
    await place.says(admin, "Слово от редакции")

    assert (await wait_for_comment(newspaper, place.number, "Давно пора")).author == "Гость"
    assert (await wait_for_comment(newspaper, place.number, "Слово от редакции")).author == ""
    assert not (await reader_of(newspaper, guest)).registered


@pytest.mark.parametrize(
    ("language", "notice", "button"),
    [
        ("ru", "Посетители, находящиеся в группе Гости, не могут оставлять комментарии", "Зарегистрироваться"),
        ("en", "Visitors in the group Guests may not comment", "Register"),
    ],
)
async def test_where_only_the_registered_comment_a_guest_alone_is_told_how_to_register(
    strict: Newspaper, language: str, notice: str, button: str
) -> None:
    john = strict.emulator.person("John", language=language)
    place = await discussed(strict, john)

    await place.says(john, "Привет")
    await place.says(john, "Есть кто?")

    await wait_for_texts(strict, place)
    told = await john.sees(notice, chat=place.group)
    assert told["receiver_user"]["id"] == john.id
    await john.says("/start")
    await let_pass(strict, 1)
    assert len(john.whispers(place.group)) == 1
    assert await comments_on(strict, place.number) == []
    await john.presses(button, chat=place.group)
    rules = {"ru": "Регистрация", "en": "Registering"}[language]
    await john.sees(rules)


async def test_the_comments_of_the_registered_are_taken_where_guests_are_not(strict: Newspaper) -> None:
    anna = await register(strict, strict.emulator.person("Анна"), "Анна")
    place = await discussed(strict, anna)
    await place.says(anna, "Я читатель")
    await wait_for_comment(strict, place.number, "Я читатель")
    assert place.texts == ["Я читатель"]


async def test_the_copy_may_come_before_the_answer_to_the_post(newspaper: Newspaper, member: Person) -> None:
    place = await discussed(newspaper, member)
    newspaper.emulator.faults.add(Fault(Stalled(after_effect=True), chat_id=place.channel.id))
    published = await newspaper.editor.says("/post Второй мост")
    draft = await answer_to(newspaper, published)
    await press(newspaper.editor, draft, "Опубликовать")
    copy = await wait_for(newspaper, lambda: (len(place.group.messages) > 1 and place.group.messages[-1]) or None, "")

    await place.says(member, "Уже второй!", to=copy)

    await wait_for_comment(newspaper, place.number + 1, "Уже второй!")


async def test_a_refusal_is_told_to_the_author_alone(newspaper: Newspaper, member: Person) -> None:
    place = await discussed(newspaper, member)
    await place.says(member, "\n".join(f"Строка {number}" for number in range(40)))
    told = await member.sees("слишком много строк", chat=place.group)
    assert told["receiver_user"]["id"] == member.id
    await wait_for_texts(newspaper, place)
    await wait_until_handled(newspaper, member)
    assert await comments_on(newspaper, place.number) == []

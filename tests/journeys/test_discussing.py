"""Discussing: threads, answers with quotes, likes, changes, pages in two orders, permalinks, and what waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from emulator import Person
from news.comment_rules import NightHours
from news.model import Comment, NewComment
from tests.journeys.comments import comment_texts, open_question, stored_comments
from tests.journeys.sentences import COMMENT_CHANGED, COMMENT_STORED, GUESTS_MAY_NOT
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    all_labels,
    answer_to,
    from_bot,
    give_role,
    labels,
    press,
    register,
    styled,
    wait_until_handled,
)
from tests.news.commenting import HoldingWords
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

WAITS = "Комментарий увидят после проверки."


@pytest.fixture
async def ivan(newspaper: Newspaper) -> Person:
    return await register(newspaper, newspaper.emulator.person("Иван"), "Иван")


@pytest.fixture
def holding(newspaper: Newspaper) -> None:
    """Comments with the word «спам» wait for a moderator."""
    newspaper.news.comments._screening = HoldingWords(newspaper.news.comments._clock)


def rule(newspaper: Newspaper, **rules: object) -> None:
    """Give the newspaper rules of comments."""
    news = newspaper.news
    for desk in (news.comments, news.threads, news.comment_rules):
        desk._rules = replace(desk._rules, **rules)


async def comments_of(newspaper: Newspaper, author: Person, *texts: str, to: int | None = None) -> list[Comment]:
    """Store comments of a person, or answers, without the chat."""
    stored = []
    async with newspaper.news.storage.writing() as unit:
        for count, text in enumerate(texts):
            at, key = LONG_AGO + timedelta(minutes=count), 10_000 * author.id + count + 100 * (to or 0)
            comment = NewComment(1, author.id, text, at, author.id, key, root=to, reply_to=to)
            stored.append(await unit.comments.get((await unit.comments.add(comment))[0]))
    return stored


async def opened(newspaper: Newspaper, person: Person, number: int) -> Json:
    """Follow the link to a comment."""
    return await answer_to(newspaper, await person.follows(f"c_{number}"))


async def test_an_answer_is_written_by_the_button_and_stands_under_the_comment_with_its_quote(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person, guest: Person
) -> None:
    await answer(await member.says("/comment 1 Мост открыт, наконец-то!"))
    page = await answer(await ivan.says("/comments 1"))
    screen = await press(ivan, page, "1")
    assert labels(screen)[0] == ["Ответить", "Нравится"]
    assert labels(screen)[-1] == ["К комментариям", "К публикации"]
    await press(ivan, screen, "Ответить")
    asked = await answer(screen)
    assert asked["text"] == (
        "Ваш ответ на комментарий № 1, Анна из Твери:\n"
        "Мост открыт, наконец-то!\n"
        "Ответьте на это сообщение своим текстом."
    )

    quote = {"text": "Мост открыт", "position": 45, "is_manual": True}
    confirmed = await answer(await ivan.sends(text="Давно пора", reply_to=asked["message_id"], quote=quote))

    assert confirmed["text"] == COMMENT_STORED
    assert labels(confirmed) == [["К ответам", "К публикации"]]
    shown = await answer(await guest.says("/comments 1"))
    _title, first, reply = shown["text"].split("\n\n")
    assert first.split("\n")[1] == "Мост открыт, наконец-то!"
    assert reply.split("\n")[1:] == ["«Мост открыт»", "Давно пора"]
    assert reply.startswith("↳ № 2 · Иван · ")
    assert styled(shown, "blockquote") == ["Мост открыт, наконец-то!", "Давно пора"]
    deeper = await press(member, await answer(await member.says("/comments 1")), "2")
    assert "В ответ на № 1, Анна из Твери\nМост открыт, наконец-то!" in deeper["text"]
    await press(member, deeper, "Ответить")
    await answer(await member.says("Ещё бы", reply_to=(await answer(deeper))["message_id"]))
    shown = await answer(await guest.says("/comments 1"))
    assert "↳ № 3 · Анна из Твери → Иван · " in shown["text"], "it names whom it answers"


async def test_a_reply_to_what_the_bot_shows_is_an_answer_to_the_comment_in_that_place(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person
) -> None:
    await answer(await member.says("/comment 1 Первое слово"))
    await answer(await member.says("/comment 1 Второе слово"))
    screen = await opened(newspaper, ivan, 1)
    assert (await answer(await ivan.says("На первое", reply_to=screen["message_id"])))["text"] == COMMENT_STORED

    page = await answer(await ivan.says("/comments 1"))
    said = await answer(await ivan.says("Непонятно, на какое", reply_to=page["message_id"]))
    assert said["text"].startswith("Не понял вас.")
    place = len(page["text"][: page["text"].index("Второе")].encode("utf-16-le")) // 2
    quote = {"text": "Второе", "position": place, "is_manual": True}
    await answer(await ivan.sends(text="На второе", reply_to=page["message_id"], quote=quote))

    stored = {comment.text: comment for comment in await stored_comments(newspaper)}
    assert (stored["На первое"].reply_to, stored["На второе"].reply_to) == (1, 2)
    assert (stored["На второе"].quote, len(stored)) == ("Второе", 4)


async def test_a_guest_reads_all_and_gets_the_notice_for_an_answer_and_the_way_for_a_like(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    await answer(await member.says("/comment 1 Слово"))
    screen = await opened(newspaper, guest, 1)

    liked = await guest.presses("Нравится", message=screen["message_id"])
    assert liked is not None
    assert liked.text == "Отмечать комментарии могут зарегистрированные читатели: /register."
    refused = await press(guest, screen, "Ответить")
    assert refused["text"] == GUESTS_MAY_NOT
    assert labels(refused)[0] == ["Зарегистрироваться"]
    back = await opened(newspaper, guest, 1)
    assert (await answer(await guest.says("Слово", reply_to=back["message_id"])))["text"] == GUESTS_MAY_NOT


async def test_a_like_counts_once_and_is_taken_back(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person
) -> None:
    await answer(await member.says("/comment 1 Слово"))
    page = await answer(await ivan.says("/comments 1"))
    screen = await press(ivan, await press(ivan, page, "1"), "Нравится")
    assert " · +1\n" in screen["text"]
    assert labels(screen)[0] == ["Ответить", "Больше не нравится"]
    assert "+1" in (await press(ivan, screen, "К комментариям"))["text"]
    screen = await press(ivan, await press(ivan, page, "1"), "Больше не нравится")
    assert "+1" not in screen["text"]
    assert len(from_bot(ivan)) == 1, "all in one message"
    own = await opened(newspaper, member, 1)
    assert "Нравится" not in all_labels(own)


async def test_an_author_changes_and_deletes_a_comment_by_buttons(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    await answer(await member.says("/comment 1 Превое слово"))
    screen = await opened(newspaper, member, 1)
    assert labels(screen) == [["Ответить"], ["Изменить", "Удалить"], ["К комментариям", "К публикации"]]
    await press(member, screen, "Изменить")
    asked = await answer(screen)
    assert asked["text"] == "Ваш комментарий:\n№ 1\nОтветьте на это сообщение новым текстом.\nПревое слово"

    reply = await member.says("Первое слово", reply_to=asked["message_id"])
    assert (await answer(reply))["text"] == COMMENT_CHANGED
    await member.edits(reply["message_id"], "Самое первое слово")
    await wait_until_handled(newspaper, member)
    assert await comment_texts(newspaper) == ["Самое первое слово"]
    screen = await opened(newspaper, member, 1)
    assert ", изменено" in screen["text"]

    removed = await press(member, screen, "Удалить")
    assert removed["text"].startswith("Комментарий № 1 удалён.")
    assert await comment_texts(newspaper) == []
    gone = "Комментария № 1 не видно: он удалён или на проверке. /help"
    assert (await opened(newspaper, member, 1))["text"] == gone
    assert (await answer(await member.says("Снова", reply_to=asked["message_id"])))["text"].startswith(
        "Этот комментарий удалён"
    )


async def test_after_some_minutes_a_comment_stays_as_it_is(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    sent = await member.says("/comment 1 Слово")
    await answer(sent)
    screen = await opened(newspaper, member, 1)
    rule(newspaper, edit=timedelta())

    late = "Изменить комментарий можно в течение 0 мин, и они прошли. Удалить его: /remove 1"
    pressed = await member.presses("Изменить", message=screen["message_id"])
    assert pressed is not None
    assert pressed.text == late
    await member.edits(sent["message_id"], "/comment 1 Другое слово")
    await member.sees(late)
    assert labels(await opened(newspaper, member, 1))[1] == ["Удалить"]
    assert await comment_texts(newspaper) == ["Слово"]


async def test_of_a_long_thread_a_page_shows_the_beginning_and_its_own_pages_the_rest(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person, guest: Person
) -> None:
    first, _second = await comments_of(newspaper, member, "Вопрос", "Другое")
    await comments_of(newspaper, ivan, *(f"Ответ {count}" for count in range(1, 13)), to=first.id)
    page = await answer(await guest.says("/comments 1"))
    assert page["text"].count("↳") == 4
    assert "↳ ещё 9 ответов" in page["text"]
    assert labels(page)[:2] == [["1", "3", "4", "5", "2"], ["Ответы на 1 (12)"]]

    thread = await press(guest, page, "Ответы на 1 (12)")
    assert thread["text"].startswith("Ответы\nМост открыт\n\n№ 1 · ")
    assert thread["text"].endswith("\nОтвет 9")
    assert "Ответ 10" not in thread["text"]
    thread = await press(guest, thread, "Позже")
    assert "Ответ 12" in thread["text"]
    assert "Вопрос" in thread["text"], "the first comment stands above each page"
    assert (await press(guest, thread, "Раньше"))["text"].endswith("\nОтвет 9")
    screen = await press(guest, thread, "3")
    back = await press(guest, await press(guest, screen, "Вся ветка"), "К комментариям")
    assert "Другое" in back["text"]
    assert len(from_bot(guest)) == 1


async def test_the_best_come_first_if_a_reader_wants_so_and_the_way_back_leads_to_the_same_page(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person
) -> None:
    await comments_of(newspaper, member, *(f"Слово {count}" for count in range(1, 16)))
    await newspaper.news.threads.like(await newspaper.news.readers.recognise(ivan.id, "ru"), 3, on=True)
    page = await answer(await ivan.says("/comments 1"))
    best = await press(ivan, page, "Сначала лучшие")
    assert labels(best)[:4] == [["3", "15", "14", "13", "12"], ["11", "10", "9", "8", "7"], ["Дальше"], ["По времени"]]
    further = await press(ivan, best, "Дальше")
    assert labels(further)[:2] == [["6", "5", "4", "2", "1"], ["Назад"]]
    screen = await press(ivan, further, "4")
    assert labels(await press(ivan, screen, "К комментариям"))[0] == ["6", "5", "4", "2", "1"]
    assert labels(await press(ivan, further, "Назад"))[0] == ["3", "15", "14", "13", "12"]
    by_time = await press(ivan, best, "По времени")
    assert labels(by_time)[:2] == [["6", "7", "8", "9", "10"], ["11", "12", "13", "14", "15"]]
    earlier = await press(ivan, by_time, "Раньше")
    back = await press(ivan, await press(ivan, earlier, "3"), "К комментариям")
    assert labels(back)[0] == ["1", "2", "3", "4", "5"], "the page that the comment was opened from"


async def test_a_link_opens_its_comment_and_from_there_the_discussion_at_that_place(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    await comments_of(newspaper, member, *(f"Слово {count}" for count in range(1, 16)))
    page = await answer(await guest.says("/comments 1"))
    links = [entity["url"] for entity in page["entities"] if entity["type"] == "text_link"]
    assert links[0] == "https://t.me/vestnik_bot?start=c_6"
    screen = await opened(newspaper, guest, 3)
    assert screen["text"].startswith("№ 3 · Анна из Твери")
    assert "Слово 3" in screen["text"]
    around = await press(guest, screen, "К комментариям")
    assert labels(around)[0][0] == "3"
    assert (await opened(newspaper, guest, 99))["text"].startswith("Комментария с номером 99 нет.")


@pytest.mark.usefixtures("holding")
async def test_what_waits_is_seen_by_its_author_in_its_place_also_after_an_edit(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person
) -> None:
    assert (await answer(await member.says("/comment 1 Это спам")))["text"] == WAITS
    own = await answer(await member.says("/comments 1"))
    assert " · увидят после проверки\nЭто спам" in own["text"]
    assert "спам" not in (await answer(await ivan.says("/comments 1")))["text"]
    assert (await opened(newspaper, ivan, 1))["text"].startswith("Комментария № 1 не видно")
    screen = await press(member, own, "1")
    assert labels(screen) == [["Изменить", "Удалить"], ["К комментариям", "К публикации"]]

    sent = await member.says("/comment 1 Хорошо")
    await answer(sent)
    await member.edits(sent["message_id"], "/comment 1 Купите спам")
    await member.sees("Ваш комментарий изменён. Комментарий увидят после проверки.")
    assert await comment_texts(newspaper) == [], "an edit is checked again"


async def test_every_refusal_says_why_and_when_it_will_work(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    async def said(text: str) -> str:
        return str((await answer(await member.says(f"/comment 1 {text}")))["text"])

    assert await said("Первое слово") == COMMENT_STORED
    assert await said("первое  СЛОВО!") == "Это вы уже написали: комментарий № 1. Скажите другими словами."
    assert await said("я") == (
        "Комментарий слишком короткий: нужно не меньше 2 знаков. Дополните его и пришлите снова."
    )
    rule(newspaper, gap=timedelta(hours=1))
    assert (await said("Второе")).startswith("Комментарии идут слишком часто. Пришлите его снова через ")
    rule(newspaper, gap=timedelta(), newcomer_hourly=1)
    assert (await said("Второе")).startswith(
        "В первые сутки после регистрации принимается комментариев в час: 1. Пришлите его снова после "
    )
    rule(newspaper, newcomer_hourly=0, slow=timedelta(minutes=5))
    assert (await said("Второе")).startswith(
        "Здесь медленный режим: один комментарий читателя в 5 мин. Пришлите его снова после "
    )
    hour = newspaper.app.clock.now().astimezone(newspaper.settings.zone).hour if newspaper.app else 0
    rule(newspaper, slow=timedelta(), night=NightHours(hour, (hour + 2) % 24))
    assert (await said("Второе")).startswith("Ночью комментарии не принимаются. Пришлите его снова после ")
    rule(newspaper, night=None, days=30)
    closed = "Комментарии к публикации принимаются 30 дн., и этот срок прошёл. Прочитать их можно по-прежнему."
    assert await said("Второе") == closed
    page = await answer(await member.says("/comments 1"))
    assert page["text"].endswith("Комментарии к этой публикации закрыты.")
    assert "Добавьте комментарий" not in all_labels(page)
    async with newspaper.news.storage.writing() as unit:
        await unit.readers.restrict(member.id, newspaper.news.comments._clock.now() + timedelta(hours=2))
    rule(newspaper, days=0)
    assert (await said("Второе")).startswith("Модераторы не принимают ваши комментарии до ")


async def test_a_moderator_gives_an_article_rules_of_its_own(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, ivan: Person
) -> None:
    await give_role(newspaper, ivan, "moderator")
    rule(newspaper, days=30)
    shown = await press(ivan, await answer(await ivan.says("/comments 1")), "Правила")
    assert shown["text"] == (
        "Правила комментариев\nМост открыт\n\n"
        "Закрытие: через 30 дней · как в газете\n"
        "Часы без комментариев: нет · как в газете\n"
        "Темп: без ограничений · как в газете"
    )
    asked = await press(ivan, shown, "Закрытие")
    assert labels(asked)[-3:] == [["никогда"], ["Как в газете: через 30 дней"], ["Назад"]]
    shown = await press(ivan, asked, "никогда")
    assert "Закрытие: никогда · для этой публикации" in shown["text"]
    assert (await answer(await member.says("/comment 1 Раз")))["text"] == COMMENT_STORED
    shown = await press(ivan, await press(ivan, shown, "Темп"), "раз в 5 минут")
    assert (await answer(await member.says("/comment 1 Два")))["text"].startswith("Здесь медленный режим")
    await press(ivan, await press(ivan, shown, "Темп"), "Как в газете: без ограничений")
    assert (await answer(await member.says("/comment 1 Два")))["text"] == COMMENT_STORED
    assert len(from_bot(ivan)) == 1


async def test_pictures_are_for_the_trusted_and_shown_on_the_screen_of_the_comment(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    off = "Картинки и файлы в комментариях не принимаются. Пришлите только слова."
    asked = await open_question(newspaper, member)

    async def send() -> Json:
        photo = newspaper.emulator.world.photos.add().sizes()
        return await answer(await member.sends(reply_to=asked["message_id"], photo=photo, caption="Вот мост"))

    assert (await send())["text"] == off
    rule(newspaper, pictures=True)
    assert (await send())["text"] == ("Картинки к комментариям присылают проверенные читатели. Пришлите только слова.")
    await give_role(newspaper, member, "trusted")
    assert (await send())["text"] == COMMENT_STORED
    page = await answer(await guest.says("/comments 1"))
    assert " · фото\nВот мост" in page["text"]
    screen = await press(guest, page, "1")
    assert labels(screen)[1] == ["Фото"]
    await press(guest, screen, "Фото")
    assert "photo" in from_bot(guest)[-1]


async def test_an_english_reader_finds_the_same_in_english(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    ann = newspaper.emulator.person("Ann", language="en")
    await newspaper.news.readers.register(await newspaper.news.readers.recognise(ann.id, "en"), "Ann Lee")
    first, *_ = await comments_of(newspaper, member, "Question", "Other")
    await comments_of(newspaper, member, *(f"More {count}" for count in range(6)), to=first.id)
    page = await answer(await ann.says("/comments 1"))
    assert "↳ 3 more answers" in page["text"]
    assert labels(page)[1:] == [["Answers to 1 (6)"], ["The best first"], ["Add a comment"], ["To the publication"]]
    screen = await press(ann, await press(ann, page, "1"), "Like")
    assert labels(screen)[:2] == [["Answer", "Take the like back"], ["Answers (6)"]]
    assert labels(screen)[-1] == ["To the comments", "To the publication"]
    await press(ann, screen, "Answer")
    asked = await answer(screen)
    assert asked["text"].startswith("Your answer to comment No. 1, Анна из Твери:\nQuestion\n")
    own = await answer(await ann.says("Indeed", reply_to=asked["message_id"]))
    assert own["text"] == "Your comment has been published."
    rule(newspaper, gap=timedelta(hours=1))
    refused = await answer(await ann.says("/comment 1 Again and again"))
    assert refused["text"].startswith("One comment follows another too soon. Send it again in ")

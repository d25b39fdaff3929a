"""The comments' desk: permissions, comments and answers, changes, pictures."""

import asyncio

import pytest

from news.errors import (
    ArticleRetracted,
    ArticleUnknown,
    CommentAnswered,
    CommentEditTooLate,
    CommentEmpty,
    CommentGone,
    CommentPicturesOff,
    CommentRemoved,
    CommentRepeated,
    CommentsClosed,
    CommentTooLong,
    CommentUnknown,
    GuestCannotComment,
    NotAllowed,
    OnePictureOnly,
    Refusal,
)
from news.ledger import MessageKind
from news.limits import COMMENT_LIMIT
from news.model import Article, Attachment, CommentStatus, Reader
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.roles import Deed, Role
from storage import Database
from tests.news.commenting import holding_words, newsroom, says, texts_of
from tests.news.conftest import ADMIN_ID, START, HandClock, published, registered

PHOTO = Attachment(MessageKind.PHOTO, "tg:one", "one")


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def ivan(news: Newsroom) -> Reader:
    return await registered(news, 501, "Иван")


async def test_a_comment_is_kept_under_its_authors_name(
    news: Newsroom, member: Reader, article: Article, other: Database
) -> None:
    kept = await news.comments.add(member, article.number, "  Хорошо!\n", member.id, 7)
    assert (kept.text, kept.author, kept.author_id, kept.at) == ("Хорошо!", "Мария", member.id, START)
    async with other.reading() as unit:
        assert await unit.comments.get(kept.id) == kept
    assert (await news.articles.read(article.number)).comment_count == 1


async def test_the_same_message_is_one_comment(news: Newsroom, member: Reader, article: Article) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(news.comments.add(member, article.number, "Раз", member.id, 7)) for _ in range(8)]
    assert len({task.result().id for task in tasks}) == 1
    assert await texts_of(news, article) == ["Раз"]
    assert (await news.articles.read(article.number)).comment_count == 1


@pytest.mark.parametrize(
    ("reader", "error", "argument"),
    [
        (Reader(7, Role.GUEST, "ru"), GuestCannotComment, "number"),
        (ANONYMOUS, GuestCannotComment, "number"),
        (Reader(7, Role.EDITOR, "ru"), GuestCannotComment, "number"),  # appointed, but without a name
        (Reader(7, Role.GUEST, "ru", "Иван", START), GuestCannotComment, "number"),
        (Reader(7, Role.BANNED, "ru", "Иван", START), NotAllowed, "deed"),
    ],
)
async def test_guests_and_the_banned_are_refused_on_every_path(
    news: Newsroom, article: Article, member: Reader, reader: Reader, error: type[Refusal], argument: str
) -> None:
    said = await says(news, member, article, "Слово")
    for attempt in (
        news.comments.may_open(reader, article.number),
        news.comments.may_answer(reader, said.id),
        news.comments.add(reader, article.number, "Раз", 7, 7),
        news.comments.respond(reader, said.id, "Раз", 7, 7),
    ):
        with pytest.raises(error) as refused:
            await attempt
        notice = {"number": article.number, "group": Role.GUEST, "rule": None}
        assert refused.value.arguments == {"number": notice, "deed": {"deed": Deed.COMMENT}}[argument]
    assert await texts_of(news, article) == ["Слово"]


async def test_every_other_registered_reader_may_comment(news: Newsroom, article: Article) -> None:
    await registered(news, 7, "Иван")
    for message, role in enumerate((Role.MEMBER, Role.MODERATOR, Role.EDITOR, Role.ADMIN)):
        reader = Reader(7, role, "ru", "Иван", START)
        assert (await news.comments.may_open(reader, article.number)).number == article.number
        assert (await news.comments.add(reader, article.number, role.value, 7, message)).text == role.value


async def test_an_unreadable_article_cannot_be_commented(news: Newsroom, editor: Reader, member: Reader) -> None:
    draft = await news.editing.draft(editor, "Черновик", (), key="draft")
    for number in (draft.number, 999):
        for attempt in (
            news.comments.may_open(member, number),
            news.comments.add(member, number, "Раз", 1, 1),
            news.threads.page(member, number),
            news.threads.best(member, number),
        ):
            with pytest.raises(ArticleUnknown):
                await attempt
    article = await published(news, editor)
    said = await says(news, member, article, "Слово")
    await news.editing.retract(editor, article.number, "ошибка")
    for attempt in (
        news.comments.add(member, article.number, "Раз", 1, 1),
        news.comments.respond(member, said.id, "Раз", 1, 1),
        news.threads.view(member, said.id),
        news.threads.thread(member, said.id),
    ):
        with pytest.raises(ArticleRetracted) as refused:
            await attempt
        assert refused.value.arguments == {"number": article.number, "reason": "ошибка"}


async def test_an_article_may_be_closed_to_comments(
    news: Newsroom, member: Reader, article: Article, database: Database
) -> None:
    said = await says(news, member, article, "Раз")
    await _close_comments(database, article.number)
    for attempt in (
        news.comments.may_open(member, article.number),
        news.comments.may_answer(member, said.id),
        news.comments.add(member, article.number, "Два", 1, 1),
        news.comments.respond(member, said.id, "Два", 1, 1),
    ):
        with pytest.raises(CommentsClosed):
            await attempt
    page = await news.threads.page(member, article.number)
    assert ([comment.text for comment in page.comments], page.closed) == (["Раз"], True)


async def _close_comments(database: Database, number: int) -> None:
    """Set the column, which no verb does yet."""
    async with database.writing() as unit:
        connection = unit.articles._connection  # type: ignore[attr-defined]
        await connection.execute(f"UPDATE articles SET comments_for = 'nobody' WHERE number = {number}")  # noqa: S608


async def test_an_answer_stands_in_the_thread_of_what_it_answers(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    first = await says(news, member, article, "Мост открыт")
    answer = await says(news, ivan, first, "Давно пора", quote="Мост  открыт")
    deeper = await says(news, member, answer, "Ещё бы", quote="мост закрыт")
    assert (answer.root, answer.reply_to, answer.quote, answer.article) == (
        first.id,
        first.id,
        "Мост открыт",
        article.number,
    )
    assert (deeper.root, deeper.reply_to, deeper.quote) == (first.id, answer.id, ""), "nobody is misquoted"
    (thread,) = (await news.threads.page(ANONYMOUS, article.number)).threads
    assert [(each.text, each.addressee) for each in thread.answers] == [("Давно пора", ""), ("Ещё бы", "Иван")]
    assert (thread.first.replies, (await news.articles.read(article.number)).comment_count) == (2, 3)


async def test_what_is_not_visible_cannot_be_answered(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    removed = await says(news, member, article, "Раз")
    await news.moderation.remove(member, removed.id)
    held = await says(holding_words(news), member, article, "спам")
    for number, error in ((removed.id, CommentGone), (held.id, CommentGone), (404, CommentUnknown)):
        for attempt in (
            news.comments.may_answer(ivan, number),
            news.comments.respond(ivan, number, "Что?", 1, 1),
        ):
            with pytest.raises(error):
                await attempt


async def test_a_held_comment_is_seen_by_its_author_only_and_waits_with_its_newest_text(
    news: Newsroom, member: Reader, ivan: Reader, article: Article, database: Database
) -> None:
    held = await says(holding_words(news), member, article, "Это спам")
    assert (held.status, held.visible) == (CommentStatus.HELD, False)
    assert await texts_of(news, article, member) == ["Это спам"]
    assert await texts_of(news, article, ivan) == await texts_of(news, article) == []

    revised = await news.comments.edit(member, held.id, "Это уже нет")
    assert (revised.status, revised.version) == (CommentStatus.HELD, 2)
    assert await texts_of(news, article, member) == ["Это уже нет"]
    async with database.reading() as unit:
        (case,) = await unit.cases.opened(0, 9)
    assert (case.comment, case.version) == (held.id, 2)


async def test_an_edit_after_publication_is_screened_again(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    first = await says(holding_words(news), member, article, "Хорошо")
    await says(news, ivan, first, "Да")
    revised = await news.comments.edit(member, first.id, "Купите спам")
    assert revised.status is CommentStatus.HELD
    assert await texts_of(news, article, member) == ["Купите спам", "Да"]
    (thread,) = (await news.threads.page(ivan, article.number)).threads
    assert not thread.first.visible, "its place is shown above the answer"
    assert (await news.articles.read(article.number)).comment_count == 1


async def test_an_edited_message_is_an_edited_comment(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    kept = await news.comments.add(member, article.number, "Раз", 5, 7)
    clock.passes(minutes=3)
    revised = await news.comments.revise(member, " Два ", 5, 7)
    assert revised is not None
    assert (revised.id, revised.text, revised.at, revised.edited_at) == (kept.id, "Два", kept.at, clock.moment)
    clock.passes(minutes=3)
    assert await news.comments.revise(member, "Два", 5, 7) == revised  # the same text is no edit
    back = await news.comments.edit(member, kept.id, "Раз")
    assert (back.text, back.version) == ("Раз", 3)


async def test_only_the_author_edits_a_comment_and_only_an_existing_one(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    kept = await news.comments.add(member, article.number, "Раз", 5, 7)
    assert await news.comments.revise(ivan, "Моё", 5, 7) is None
    assert await news.comments.revise(member, "Моё", 5, 8) is None
    assert await news.comments.revise(member, "Моё", 6, 7) is None
    for attempt in (news.comments.may_edit(ivan, kept.id), news.comments.edit(ivan, kept.id, "Моё")):
        with pytest.raises(NotAllowed):
            await attempt
    with pytest.raises(CommentUnknown):
        await news.comments.edit(member, 404, "Моё")
    assert await texts_of(news, article) == ["Раз"]


async def test_an_edit_follows_the_rules_of_a_comment(news: Newsroom, member: Reader, article: Article) -> None:
    kept = await news.comments.add(member, article.number, "Раз", 5, 7)
    await news.comments.add(member, article.number, "Другое", 5, 8)
    banned = Reader(member.id, Role.BANNED, "ru", member.name, START)
    for reader, text, error in (
        (banned, "Два", NotAllowed),
        (member, " \u200b ", CommentEmpty),
        (member, "ж" * (COMMENT_LIMIT + 1), CommentTooLong),
        (member, "другое!", CommentRepeated),
    ):
        for attempt in (news.comments.revise(reader, text, 5, 7), news.comments.edit(reader, kept.id, text)):
            with pytest.raises(error):
                await attempt
    assert await texts_of(news, article) == ["Раз", "Другое"]


async def test_a_comment_can_be_changed_for_some_minutes(
    database: Database, editor: Reader, member: Reader, clock: HandClock
) -> None:
    news = newsroom(database, clock)
    kept = await news.comments.add(member, (await published(news, editor)).number, "Раз", 5, 7)
    clock.passes(minutes=15)
    assert (await news.comments.may_edit(member, kept.id)).id == kept.id
    assert (await news.comments.edit(member, kept.id, "Два")).text == "Два"
    clock.passes(microseconds=1)
    for attempt in (
        news.comments.may_edit(member, kept.id),
        news.comments.edit(member, kept.id, "Три"),
        news.comments.revise(member, "Три", 5, 7),
    ):
        with pytest.raises(CommentEditTooLate) as refused:
            await attempt
        assert refused.value.arguments == {"number": kept.id, "minutes": 15}


async def test_a_removed_comment_cannot_be_changed(news: Newsroom, member: Reader, article: Article) -> None:
    kept = await news.comments.add(member, article.number, "Раз", 5, 7)
    await news.moderation.remove(member, kept.id)
    for attempt in (
        news.comments.may_edit(member, kept.id),
        news.comments.edit(member, kept.id, "Два"),
        news.comments.revise(member, "Два", 5, 7),
        news.comments.add(member, article.number, "Раз", 5, 7),
    ):
        with pytest.raises(CommentRemoved):
            await attempt


async def test_a_comment_with_answers_stays_where_it_is(
    news: Newsroom, editor: Reader, member: Reader, ivan: Reader, article: Article
) -> None:
    second = await published(news, editor)
    first = await news.comments.add(member, article.number, "Раз", 5, 7)
    answer = await news.comments.respond(ivan, first.id, "Два", 6, 8)
    for reader, chat, message in ((member, 5, 7), (ivan, 6, 8)):
        with pytest.raises(CommentAnswered):
            await news.comments.revise(reader, "Иначе", chat, message, number=second.number)
    removal = await news.moderation.remove(ivan, answer.id)
    moved = await news.comments.revise(member, "Раз", 5, 7, number=second.number)
    assert moved is not None
    assert removal.verdict is not None
    await news.moderation.undo(ivan, removal.verdict)
    assert (await texts_of(news, article), await texts_of(news, second)) == ([], ["Раз", "Два"])
    counts = [(await news.articles.read(each.number)).comment_count for each in (article, second)]
    assert counts == [0, 2], "a removed answer goes with its thread"


async def test_pictures_are_off_unless_the_newspaper_and_the_group_allow_them(
    database: Database, news: Newsroom, editor: Reader, member: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    with pytest.raises(CommentPicturesOff):
        await says(news, member, article, "Вот", pictures=[PHOTO])
    news = newsroom(database, clock, pictures=True)
    with pytest.raises(NotAllowed) as refused:
        await says(news, member, article, "Вот", pictures=[PHOTO])
    assert refused.value.arguments == {"deed": Deed.SEND_PICTURES}
    admin = Reader(ADMIN_ID, Role.ADMIN)
    trusted = await news.readers.appoint(admin, member.id, Role.TRUSTED)
    for pictures in ([PHOTO, PHOTO], [Attachment(MessageKind.DOCUMENT, "tg:two", "two")]):
        with pytest.raises(OnePictureOnly):
            await says(news, trusted, article, "Вот", pictures=pictures)
    said = await says(news, trusted, article, "Вот", pictures=[PHOTO])
    view = await news.threads.view(ANONYMOUS, said.id)
    assert view.comment.picture == PHOTO
    changed = await news.comments.edit(trusted, said.id, "")
    assert (changed.text, changed.picture is not None) == ("", True)
    await says(news, trusted, article, "", pictures=[PHOTO])
    await says(news, trusted, article, "", pictures=[PHOTO])
    assert await texts_of(news, article) == ["", "", ""], "an empty caption is no repetition"

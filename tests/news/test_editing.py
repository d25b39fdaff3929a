"""The editors' desk: drafts, publishing, revisions, retractions, imports."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from news.drafts import DRAFTS_PAGE
from news.editing import EditingDesk
from news.errors import (
    ArticleChanged,
    ArticleUnknown,
    ContentRefused,
    HeadlineMissing,
    NotADraft,
    NotAllowed,
    ReasonTooLong,
    TextTooLong,
)
from news.ledger import Audience, EditionRules, MessageKind
from news.limits import REASON_LIMIT, TEXT_LIMIT
from news.model import Attachment, NewArticle, Reader, Status
from news.newsroom import Newsroom
from news.richtext import from_plain
from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from storage import Database
from tests.news.conftest import START, HandClock, published

PICTURE = Attachment(MessageKind.PHOTO, "tg:one", "file-id")
BODY = from_plain("Движение открыли утром.\n\nПробок нет.")


async def test_a_draft_is_kept_with_its_author_and_unpublished(news: Newsroom, editor: Reader) -> None:
    draft = await news.editing.draft(editor, "  Мост\n открыт ", BODY, key="chat:1:5", attachments=(PICTURE,))
    assert (draft.title, draft.body, draft.attachments) == ("Мост открыт", BODY, (PICTURE,))
    assert (draft.status, draft.author_id, draft.created_at) == (Status.DRAFT, editor.id, START)
    assert (draft.published_at, draft.version) == (None, 1)


async def test_the_same_message_is_the_same_draft(news: Newsroom, editor: Reader) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(news.editing.draft(editor, "Мост", BODY, key="chat:1:5")) for _ in range(5)]
    assert len({task.result().number for task in tasks}) == 1
    assert len((await news.drafts.page(editor)).headlines) == 1


@pytest.mark.parametrize("title", ["", "   ", "\n\t"])
async def test_an_article_needs_a_headline(news: Newsroom, editor: Reader, title: str) -> None:
    with pytest.raises(HeadlineMissing):
        await news.editing.draft(editor, title, BODY, key="k")
    assert (await news.drafts.page(editor)).headlines == []


async def test_drafts_are_listed_newest_first_by_pages(news: Newsroom, editor: Reader) -> None:
    for number in range(DRAFTS_PAGE + 3):
        await news.editing.draft(editor, f"Черновик {number}", (), key=f"k{number}")
    await news.editing.publish(editor, 2)
    first = await news.drafts.page(editor)
    assert [draft.number for draft in first.headlines] == list(range(13, 3, -1))
    assert first.older == 4
    last = await news.drafts.page(editor, before=first.older)
    assert [draft.number for draft in last.headlines] == [3, 1]
    assert last.older is None


async def test_publishing_sets_the_time_and_queues_the_push(
    news: Newsroom, editor: Reader, clock: HandClock, other: Database
) -> None:
    draft = await news.editing.draft(editor, "Мост", BODY, key="k")
    clock.passes(minutes=5)
    article = await news.editing.publish(editor, draft.number)
    assert (article.status, article.published_at) == (Status.PUBLISHED, clock.moment)
    async with other.writing() as unit:
        edition = await unit.editions.open_headlines(EditionRules(Audience.SUBSCRIBERS), clock.moment, 20)
    assert edition is not None
    assert edition.shown == (draft.number,)


async def test_of_several_presses_one_publishes_the_article(news: Newsroom, editor: Reader) -> None:
    draft = await news.editing.draft(editor, "Мост", BODY, key="k")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_outcome(news, editor, draft.number)) for _ in range(4)]
    assert sorted(task.result() for task in tasks) == ["not a draft"] * 3 + ["published"]
    assert (await news.articles.read(draft.number)).published_at == START


async def _outcome(news: Newsroom, editor: Reader, number: int) -> str:
    try:
        await news.editing.publish(editor, number)
    except NotADraft:
        return "not a draft"
    return "published"


async def test_a_discarded_draft_is_unknown_to_editors_too(news: Newsroom, editor: Reader) -> None:
    draft = await news.editing.draft(editor, "Мост", BODY, key="k")
    await news.editing.discard(editor, draft.number)
    assert (await news.drafts.page(editor)).headlines == []
    for verb in (news.editing.open, news.editing.publish, news.editing.discard, news.editing.retract):
        with pytest.raises(ArticleUnknown):
            await verb(editor, draft.number)


async def test_a_published_article_cannot_be_discarded(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    with pytest.raises(NotADraft):
        await news.editing.discard(editor, article.number)
    assert (await news.articles.read(article.number)).status is Status.PUBLISHED


async def test_a_silent_fix_changes_the_text_and_the_version_only(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    clock.passes(hours=1)
    fixed = await news.editing.revise(editor, article.number, body=BODY)
    assert (fixed.body, fixed.title, fixed.version) == (BODY, article.title, 2)
    assert (fixed.updated_at, fixed.update_reason, fixed.updated_by) == (None, None, None)
    assert fixed.published_at == article.published_at


@pytest.mark.parametrize("reason", ["  уточнён\nмаршрут ", ""])
async def test_a_visible_update_has_time_reason_and_editor(
    news: Newsroom, editor: Reader, clock: HandClock, reason: str
) -> None:
    article = await published(news, editor)
    clock.passes(hours=1)
    updated = await news.editing.revise(editor, article.number, title="Мост закрыт", reason=reason)
    assert (updated.title, updated.body) == ("Мост закрыт", article.body)
    assert (updated.updated_at, updated.updated_by) == (clock.moment, editor.id)
    assert updated.update_reason == " ".join(reason.split())
    assert (await news.articles.latest()).headlines[0].updated_at == clock.moment


async def test_a_silent_fix_keeps_the_mark_of_the_visible_update(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    updated = await news.editing.revise(editor, article.number, title="Мост закрыт", reason="ремонт")
    clock.passes(hours=1)
    fixed = await news.editing.revise(editor, article.number, title="Мост закрыт.")
    assert (fixed.updated_at, fixed.update_reason) == (updated.updated_at, "ремонт")
    assert fixed.version == 3


async def test_a_long_reason_is_refused_before_anything_changes(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    fits, long = "ж" * REASON_LIMIT, "😀" * (REASON_LIMIT // 2) + "!"
    for attempt in (
        news.editing.before_retraction(editor, article.number, long),
        news.editing.revise(editor, article.number, title="Мост закрыт", reason=long),
        news.editing.retract(editor, article.number, long),
    ):
        with pytest.raises(ReasonTooLong) as refused:
            await attempt
        assert refused.value.arguments == {"length": REASON_LIMIT + 1, "most": REASON_LIMIT}
    assert await news.articles.read(article.number) == article
    assert await news.editing.before_retraction(editor, article.number, f" {fits}\n") == (article, fits)
    assert (await news.editing.retract(editor, article.number, fits)).retract_reason == fits


async def test_a_reason_that_nobody_sees_is_none(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    assert (await news.editing.revise(editor, article.number, reason="\u2800\u3164")).update_reason == ""


@pytest.mark.parametrize("title", ["\u200b", "\u2800", "\u3164 \u00ad", "\u034f\ufeff"])
async def test_a_headline_that_nobody_sees_is_none_at_every_door(news: Newsroom, editor: Reader, title: str) -> None:
    article = await published(news, editor)
    for attempt in (
        news.editing.draft(editor, title, BODY, key="blank"),
        news.editing.open(editor, article.number, title=title),
        news.editing.revise(editor, article.number, title=title),
    ):
        with pytest.raises(HeadlineMissing):
            await attempt


async def test_a_wrong_revision_changes_nothing(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    with pytest.raises(HeadlineMissing):
        await news.editing.revise(editor, article.number, title=" ", reason="x")
    with pytest.raises(TextTooLong):
        await news.editing.revise(editor, article.number, body=from_plain("ж" * (TEXT_LIMIT + 1)))
    assert await news.articles.read(article.number) == article


async def test_a_preview_shows_the_revision_without_keeping_it(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    shown = await news.editing.open(editor, article.number, title="Мост закрыт", body=BODY)
    assert (shown.title, shown.body) == ("Мост закрыт", BODY)
    assert await news.editing.open(editor, article.number) == article
    with pytest.raises(HeadlineMissing):
        await news.editing.open(editor, article.number, title="")


async def test_a_retracted_article_keeps_its_reason_and_cannot_be_revised(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    clock.passes(hours=1)
    retracted = await news.editing.retract(editor, article.number, " ошибка ")
    assert (retracted.status, retracted.retract_reason) == (Status.RETRACTED, "ошибка")
    assert retracted.published_at == article.published_at
    for attempt in (
        news.editing.revise(editor, article.number, title="Снова"),
        news.editing.retract(editor, article.number),
    ):
        with pytest.raises(ArticleUnknown):
            await attempt
    with pytest.raises(NotADraft):
        await news.editing.publish(editor, article.number)


async def test_a_draft_is_discarded_and_not_retracted(news: Newsroom, editor: Reader) -> None:
    draft = await news.editing.draft(editor, "Мост", BODY, key="k")
    with pytest.raises(ArticleUnknown):
        await news.editing.retract(editor, draft.number)
    assert (await news.editing.open(editor, draft.number)).status is Status.DRAFT


@pytest.mark.parametrize("role", [role for role in Role if Deed.WRITE not in DEFAULT_PERMISSIONS.of(role)])
async def test_other_roles_may_use_no_verb_of_the_desk(news: Newsroom, editor: Reader, role: Role) -> None:
    article = await published(news, editor)
    draft = await news.editing.draft(editor, "Мост", BODY, key="k")
    stranger = Reader(7, role, "ru", "Иван", START)
    with pytest.raises(NotAllowed):
        news.editing.may_write(stranger)
    for attempt in (
        news.editing.draft(stranger, "Чужое", BODY, key="other"),
        news.drafts.page(stranger),
        news.editing.open(stranger, draft.number),
        news.editing.publish(stranger, draft.number),
        news.editing.discard(stranger, draft.number),
        news.editing.revise(stranger, article.number, title="Чужое"),
        news.editing.retract(stranger, article.number),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await news.articles.read(article.number) == article
    assert (await news.editing.open(editor, draft.number)).status is Status.DRAFT


async def test_imported_articles_are_known_by_key_and_by_address(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    desk = EditingDesk(database, clock)
    long_ago = START - timedelta(days=30)
    batch = [
        NewArticle("url:a", "Первая", BODY, START, source_url="https://a.example/1", published_at=long_ago),
        NewArticle("url:b", "Вторая", BODY, START, source_url="https://a.example/2", published_at=long_ago),
        NewArticle("url:c", "Двойник", BODY, START, source_url="https://a.example/1", published_at=long_ago),
    ]
    assert await desk.take_in(batch) == 2
    assert await desk.take_in(batch) == 0
    assert [headline.title for headline in (await news.articles.latest()).headlines] == ["Вторая", "Первая"]


async def test_an_article_that_the_database_refuses_does_not_sink_the_others(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    def new(key: str, **fields: Any) -> NewArticle:
        return NewArticle(key, f"Новость {key}", BODY, START, published_at=START, **fields)

    unstorable = [new("b", topic="\ud800"), new("c", author_id=2**70)]
    batch = [new("a"), unstorable[0], new("d"), unstorable[1], new("e")]
    refused: list[int] = []
    desk = EditingDesk(database, clock)
    assert await desk.take_in(batch, lambda index, _: refused.append(index)) == 3
    assert refused == [1, 3]
    found = {headline.title for headline in (await news.articles.latest()).headlines}
    assert found == {"Новость a", "Новость d", "Новость e"}
    assert len((await news.search.find("новость")).hits) == 3
    with pytest.raises(ContentRefused):
        await desk.take_in(unstorable)


async def test_an_import_of_nothing_is_nothing(news: Newsroom) -> None:
    assert await news.editing.take_in([]) == 0


async def test_of_two_editors_at_one_version_the_second_is_refused_with_who_and_when(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    clock.passes(hours=1)

    found = await asyncio.gather(
        news.editing.revise(editor, article.number, title="Первый", version=article.version),
        news.editing.revise(editor, article.number, title="Второй", version=article.version),
        return_exceptions=True,
    )

    [refused] = [each for each in found if isinstance(each, ArticleChanged)]
    assert refused.arguments == {"number": article.number, "name": "", "at": clock.now()}
    assert (await news.articles.read(article.number)).version == 2


async def test_a_draft_follows_its_message_only_while_nobody_else_has_changed_it(
    news: Newsroom, editor: Reader
) -> None:
    other = Reader(editor.id + 1, Role.EDITOR)
    draft = await news.editing.draft(editor, "Мост", BODY, key="message:1:1")
    assert await news.editing.source_of("message:1:1") == draft.number
    assert await news.editing.source_of("message:1:2") is None

    assert (await news.editing.follow(editor, draft.number, "Мост открыт", BODY)).title == "Мост открыт"
    await news.editing.revise(other, draft.number, title="Мост закрыт")
    with pytest.raises(ArticleChanged):
        await news.editing.follow(editor, draft.number, "Мост снова открыт", BODY)
    await news.editing.publish(editor, draft.number)

    assert (await news.editing.follow(editor, draft.number, "Иное", BODY)).title == "Мост закрыт"

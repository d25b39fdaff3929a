"""Related articles on both engines: computed with every change, recomputed, and judged by editors."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from news import relating
from news.errors import ArticleUnknown, NotAllowed, RelatedToItself, VerdictChanged
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.ports.related import RelatedState, Verdict
from news.richtext import from_plain
from news.roles import Role
from storage import Database
from tests.news.conftest import START, HandClock

EDITOR = Reader(7, Role.EDITOR)
READER = Reader(8, Role.MEMBER)

BRIDGE = "Новый мост через Оку открыли в Рязани 9 ноября. Движение запустил губернатор Николай Любимов."
BRIDGE_AGAIN = "В Рязани 9 ноября открыт мост через Оку, сообщил губернатор Николай Любимов."
CHESS = "Международный турнир в Вене выиграла пермская шахматистка Ольга Громова."


async def store(news: Newsroom, *texts: str, first: int = 1) -> None:
    """Import articles one by one, with numbers from `first` on."""
    for number, text in enumerate(texts, first):
        at = START - timedelta(days=1) + timedelta(minutes=number)
        article = NewArticle(f"k{number}", text[:40], from_plain(text), at, published_at=at)
        assert await news.editing.take_in([article]) == 1


async def near(news: Newsroom, number: int) -> list[int]:
    return [headline.number for headline in await news.related.near(number)]


async def recompute_related(news: Newsroom) -> None:
    while await news.editing.recompute_related():
        pass


async def test_two_articles_on_one_story_are_related_and_an_unrelated_one_is_not(news: Newsroom) -> None:
    await store(news, BRIDGE, CHESS, BRIDGE_AGAIN)
    assert await near(news, 1) == [3]
    assert await near(news, 3) == [1]
    assert await near(news, 2) == []


async def test_articles_of_one_import_are_related(news: Newsroom) -> None:
    articles = [
        NewArticle(f"k{number}", text[:40], from_plain(text), START, published_at=START)
        for number, text in enumerate((BRIDGE, CHESS, BRIDGE_AGAIN))
    ]
    assert await news.editing.take_in(articles) == 3
    assert await near(news, 1) == [3]
    assert await near(news, 3) == [1]


async def test_a_draft_is_related_when_it_is_published(news: Newsroom) -> None:
    await store(news, BRIDGE)
    draft = await news.editing.draft(EDITOR, "Мост", from_plain(BRIDGE_AGAIN), key="d")
    assert await near(news, 1) == []
    await news.editing.publish(EDITOR, draft.number)
    assert await near(news, 1) == [draft.number]


async def test_a_closer_newer_article_takes_the_first_place(news: Newsroom) -> None:
    await store(news, BRIDGE, "Мост через Волгу чинят в Казани", "Мост в Рязани закрыли на ночь", BRIDGE_AGAIN, CHESS)
    await recompute_related(news)
    found = await near(news, 1)
    assert found[0] == 4
    assert found[1:] == [3]


async def test_a_retracted_article_is_shown_nowhere(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN)
    await news.editing.retract(EDITOR, 2)
    assert await near(news, 1) == []
    await store(news, f"{BRIDGE} Об этом сообщили вчера.", first=3)
    assert await near(news, 3) == [1]


async def test_an_update_to_another_subject_ends_the_relation(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN, CHESS)
    await news.editing.revise(EDITOR, 2, title="Шахматы", body=from_plain(f"{CHESS} Это третья победа."), reason="")
    assert await near(news, 1) == []
    assert await near(news, 2) == [3]
    assert await near(news, 3) == [2]


async def test_identical_texts_are_shown_once_and_never_under_each_other(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN)
    again = NewArticle("copy", "Другой заголовок", from_plain(BRIDGE_AGAIN), START, published_at=START)
    await news.editing.take_in([again])
    assert len(await near(news, 1)) == 1
    assert await near(news, 2) == [1]
    assert await near(news, 3) == [1]

    shown = (await near(news, 1))[0]
    await news.editing.retract(EDITOR, shown)
    assert await near(news, 1) == [({2, 3} - {shown}).pop()], "the copy takes its place"


async def test_five_are_still_shown_after_a_retraction(news: Newsroom) -> None:
    await store(news, BRIDGE, *(f"{BRIDGE} Это {index} раз за год." for index in range(10, 17)))
    await recompute_related(news)
    found = await near(news, 1)
    assert len(found) == 5
    await news.editing.retract(EDITOR, found[0])
    assert len(await near(news, 1)) == 5


async def test_the_relations_of_a_young_archive_are_recomputed_as_it_grows(news: Newsroom, database: Database) -> None:
    await store(news, BRIDGE, CHESS, BRIDGE_AGAIN, CHESS + " Она счастлива.")
    async with database.reading() as unit:
        assert (await unit.related.state()).cursor is not None
    await recompute_related(news)
    async with database.reading() as unit:
        state = await unit.related.state()
    assert (state.articles, state.cursor) == (4, None)
    assert await news.editing.recompute_related() is False


async def test_headlines_without_a_text_are_not_the_same_text(news: Newsroom) -> None:
    await store(news, CHESS)
    for number, title in enumerate(("Мост через Оку открыт", "Открыт мост через Оку в Рязани"), 2):
        article = NewArticle(f"k{number}", title, from_plain(""), START, published_at=START)
        await news.editing.take_in([article])
    assert await near(news, 2) == [3]


async def test_an_archive_of_other_rules_is_recomputed_and_an_interrupted_run_continues(
    news: Newsroom, database: Database
) -> None:
    await store(news, BRIDGE, CHESS, BRIDGE_AGAIN)
    await recompute_related(news)
    async with database.writing() as unit:
        await unit.related.set_state(RelatedState("other", 3))
        await unit.related.delete_all()
    assert await near(news, 1) == []
    assert await news.editing.recompute_related(block=1)
    async with database.reading() as unit:
        state = await unit.related.state()
    assert state.version == relating.VERSION
    assert state.cursor is not None
    assert state.articles == 1
    await recompute_related(news)
    assert await near(news, 1) == [3]
    async with database.reading() as unit:
        assert (await unit.related.state()).articles == 3, "nothing is counted twice"


async def test_of_the_articles_with_a_term_only_the_newest_are_postings(news: Newsroom, database: Database) -> None:
    count = relating.MAX_POSTINGS + 3
    await store(news, *(f"{BRIDGE} Это {index} раз за год." for index in range(10, 10 + count)))
    async with database.reading() as unit:
        entry = (await unit.related.entries([count]))[count]
        postings = await unit.related.postings(list(entry.profile.weights))
    assert max(len(posted) for posted in postings.values()) == relating.MAX_POSTINGS
    assert any(set(posted) == set(range(4, count + 1)) for posted in postings.values())


async def test_stored_entries_are_read_back_equal(news: Newsroom, database: Database) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN)
    async with database.reading() as unit:
        entries = dict(await unit.related.entries([1, 2, 3]))
    assert set(entries) == {1, 2}
    async with database.writing() as unit:
        await unit.related.store({1: replace(entries[1], neighbours=())})
        await unit.related.store_neighbours({2: ()})
    async with database.reading() as unit:
        again = await unit.related.entries([1, 2])
    assert again[1].profile == entries[1].profile
    assert list(again[1].profile.weights) == list(entries[1].profile.weights), "the strongest first"
    assert again[2] == replace(entries[2], neighbours=())


async def test_an_editor_pins_one_and_a_new_pin_replaces_it(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN, CHESS, "Совсем другое дело в другом городе")
    assert [each.headline.number for each in (await news.related.judge(EDITOR, 1, 3, Verdict.PINNED)).shown] == [3, 2]
    await news.related.judge(EDITOR, 1, 4, Verdict.PINNED)
    assert await near(news, 1) == [4, 2]
    assert await near(news, 4) == [], "a pin is for one direction"
    await news.related.judge(EDITOR, 1, 2, Verdict.PINNED)
    assert await near(news, 1) == [2], "nothing stands twice"
    await news.related.drop(EDITOR, 1, 2)
    assert await near(news, 1) == [2]


async def test_a_pinned_article_that_is_retracted_is_not_shown(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN, CHESS)
    await news.related.judge(EDITOR, 1, 3, Verdict.PINNED)
    await news.editing.retract(EDITOR, 3)
    assert await near(news, 1) == [2]


async def test_a_forbidden_pair_is_shown_under_neither_until_it_is_allowed(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN)
    found = await news.related.judge(EDITOR, 1, 2, Verdict.FORBIDDEN)
    assert (found.shown, [each.headline.number for each in found.forbidden]) == ((), [2])
    assert [each.verdict for each in (await news.related.relations(EDITOR, 2)).forbidden] == [Verdict.FORBIDDEN]
    assert await near(news, 2) == []
    await news.related.drop(EDITOR, 2, 1)
    assert await near(news, 1) == [2]
    assert await near(news, 2) == [1]


async def test_verdicts_are_for_editors_and_for_two_published_articles(news: Newsroom) -> None:
    await store(news, BRIDGE, BRIDGE_AGAIN)
    for verdict in Verdict:
        with pytest.raises(NotAllowed):
            await news.related.judge(READER, 1, 2, verdict)
    with pytest.raises(NotAllowed):
        await news.related.drop(READER, 1, 2)
    with pytest.raises(NotAllowed):
        await news.related.relations(READER, 1)
    with pytest.raises(RelatedToItself):
        await news.related.judge(EDITOR, 1, 1, Verdict.PINNED)
    for wrong in (3, 2**70):
        with pytest.raises(ArticleUnknown):
            await news.related.judge(EDITOR, 1, wrong, Verdict.FORBIDDEN)
    await news.editing.retract(EDITOR, 2)
    with pytest.raises(ArticleUnknown):
        await news.related.judge(EDITOR, 1, 2, Verdict.PINNED)


async def test_a_verdict_of_another_editor_that_was_not_seen_is_not_deleted(news: Newsroom, clock: HandClock) -> None:
    await store(news, BRIDGE, CHESS, BRIDGE_AGAIN)
    other_editor = Reader(EDITOR.id + 1, Role.EDITOR)
    seen = (await news.related.judge(EDITOR, 1, 3, Verdict.FORBIDDEN)).stamp
    clock.passes(hours=-1)  # the clock of the other process is behind
    pinned = await news.related.judge(other_editor, 1, 2, Verdict.PINNED, stamp=seen)
    assert pinned.stamp > seen

    for number, verdict in ((3, Verdict.PINNED), (2, Verdict.FORBIDDEN)):
        with pytest.raises(VerdictChanged) as refused:
            await news.related.judge(EDITOR, 1, number, verdict, stamp=seen)
        assert (refused.value.arguments["theirs"], refused.value.arguments["other"]) == (2, number)
    with pytest.raises(VerdictChanged):
        await news.related.drop(EDITOR, 1, 2, stamp=seen)

    await news.related.judge(EDITOR, 1, 3, Verdict.FORBIDDEN, stamp=seen)  # nothing would be lost
    await news.related.judge(EDITOR, 1, 3, Verdict.PINNED, stamp=pinned.stamp)  # what one has seen may be replaced


async def test_of_two_pins_at_once_one_is_refused(news: Newsroom) -> None:
    await store(news, BRIDGE, CHESS, BRIDGE_AGAIN)
    editors = (EDITOR, Reader(EDITOR.id + 1, Role.EDITOR))

    found = await asyncio.gather(
        *(
            news.related.judge(editor, 1, other, Verdict.PINNED, stamp=0)
            for editor, other in zip(editors, (2, 3), strict=True)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(each, VerdictChanged) for each in found) == 1

"""Queries walk an index and stop early, however large the tables are; on both engines."""

from typing import Any, get_args

import pytest

from storage import Database, queries
from storage.sqlite import SQLiteDatabase
from tests.storage.samples import raw

FILL = """
    INSERT INTO articles (key, title, lead, status, created_at, published_at, to_push, follows)
    SELECT 'k' || i, 't', '', CASE WHEN i % 10 = 0 THEN 'draft' ELSE 'published' END, i, i, 0, i / 2 FROM n;

    INSERT INTO article_bodies (number, body)
    SELECT i, '[]' FROM n;

    INSERT INTO topics (name, key, position, merged_into, refresh_after)
    SELECT 't' || i, 'k' || i, i, CASE WHEN i > 1000 THEN 1 END, CASE WHEN i = 7 THEN 0 END FROM n WHERE i <= 5000;

    INSERT INTO article_topics (topic_id, article, position, published_at)
    SELECT i % 20, i, 0, CASE WHEN i % 10 > 0 THEN i END FROM n;

    INSERT INTO article_versions (article, version, at, title, lead, body, visible)
    SELECT 1 + i / 20, i % 20, i, 't', '', '[]', 0 FROM n;

    INSERT INTO comments (article, author_id, text, at, chat_id, message_id)
    SELECT 1 + i % 50, i % 100, 't', i, 1, i FROM n;

    INSERT INTO related (number, text_hash, profile, neighbours)
    SELECT i, i, '', '[[5000, 1, 1], [4000, 2, 2]]' FROM n;

    INSERT INTO related_terms (term, articles)
    SELECT i, i FROM n;

    INSERT INTO related_postings (term, postings)
    SELECT i, '' FROM n;

    INSERT INTO related_verdicts (number, other, verdict, editor_id, at)
    SELECT i, i + 1, CASE i % 2 WHEN 0 THEN 'pinned' ELSE 'forbidden' END, 1, i FROM n;

    INSERT INTO places (chat_id, topic, kind, language)
    SELECT i, 0, 'person', 'ru' FROM n;

    INSERT INTO outlets (place_id, state, title)
    SELECT i, 'active', 't' FROM n;

    INSERT INTO article_outlets (article, place_id, chosen)
    SELECT i, 1 + i % 50, 0 FROM n;

    INSERT INTO draft_visits (number, reader_id, at)
    SELECT i, i % 10, i FROM n;

    INSERT INTO subscriptions (place_id, after_edition, since)
    SELECT i, 0, 0 FROM n;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, source, audience, priority)
    SELECT 'headlines', '[]', 1, i, i, i % 2, CASE i WHEN 3 THEN 1 END,
        CASE i WHEN 3 THEN 'copies' ELSE 'subscribers' END, 2
    FROM n WHERE i <= 3;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, finished, folded)
    SELECT 'headlines', '[]', 1, i, CASE WHEN i <= 5000 THEN 9000 END, 1, CASE WHEN i <= 5000 THEN 0 ELSE 1 END, 1
    FROM n;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, finished, folded, audience)
    SELECT 'headlines', '[]', 1, i, CASE WHEN i <= 20 THEN 9000 END, 1, CASE WHEN i <= 20 THEN 0 ELSE 1 END, 0,
        'outlets'
    FROM n;

    INSERT INTO edition_articles (article, edition_id)
    SELECT i, i FROM n;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, settled_at, message_id)
    SELECT 1, i, 'sent', 1, 2, i FROM n;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, claimed_at, leased_until)
    SELECT 2, 20000 + i, 'sending', 1, 1, 99 FROM n WHERE i <= 20;

    INSERT INTO deliveries (edition_id, place_id, due_at)
    SELECT 2, i, 1 FROM n WHERE i <= 20;

    INSERT INTO inbox (update_id, chat_id, raw, state, stored_at)
    SELECT i, 1, '', 'done', i FROM n;

    INSERT INTO inbox (update_id, chat_id, raw, holder, leased_until, stored_at)
    SELECT 30000 + i, i % 50, '', 'h', 99, i FROM n WHERE i <= 1000;

    INSERT INTO audit (at, by_id, act, area, article, person, number, note)
    SELECT i, i % 10, 'published', CASE WHEN i % 2 = 0 THEN 'articles' ELSE 'people' END, i % 50, i % 30, i, '' FROM n;

    INSERT INTO subscription_changes (at, change, count)
    SELECT i, 'begun', 1 FROM n;

    INSERT INTO article_reads (day, article, reads)
    SELECT i / 10, i, 1 FROM n;

    INSERT INTO parts (chat_id, message_id, act, album, content, stored_at)
    SELECT i % 50, i, i - i % 3, CASE WHEN i % 3 = 0 THEN 'a' || i END, '', i FROM n;

    ANALYZE;

    INSERT INTO deliveries (edition_id, place_id, due_at)
    SELECT 2, i, 1 FROM n WHERE i > 20;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, claimed_at, leased_until)
    SELECT 2, 20000 + i, 'sending', 1, 1, 99 FROM n WHERE i > 20
"""
# The rows after ANALYZE make the statistics stale, as a new edition does: few deliveries were open, now many are.
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "

QUERIES: dict[str, dict[str, Any]] = {
    "articles.get": {"number": 7},
    "articles.published_at": {"number": 7},
    "articles.older": {"at": 15_000, "number": 15_000, "limit": 11},
    "articles.newer": {"at": 15_000, "number": 15_000, "limit": 11},
    "articles.latest": {"start": 5_000, "end": 15_000},
    "articles.earliest": {"start": 5_000, "end": 15_000},
    "drafts.own": {"reader_id": 7, "before": 15_000, "limit": 11},
    "drafts.in_review": {"before": 15_000, "limit": 11},
    "drafts.scheduled": {"before": 0, "limit": 11},
    "drafts.all_unpublished": {"before": 15_000, "limit": 11},
    "drafts.count_own": {"reader_id": 7, "most": 100},
    "drafts.count_in_review": {"most": 100},
    "drafts.count_scheduled": {"most": 100},
    "drafts.count_all_unpublished": {"most": 100},
    "drafts.plan": {"number": 7},
    "drafts.submit": {"number": 7, "by": 1, "at": 9, "version": None},
    "drafts.give_back": {"number": 7},
    "drafts.schedule": {"number": 7, "publish_at": 9, "by": 1, "undoable": 0, "version": 1},
    "drafts.unschedule": {"number": 7},
    "drafts.due": {"now": 9, "limit": 20},
    "drafts.next_due": {},
    "drafts.forget_visits": {"expired": 9},
    "drafts.visitors": {"number": 7, "but": 1, "since": 9},
    "editions.announcing": {"article": 7},
    "subscriptions.count_ended": {"start": 5, "end": 9},
    "articles.mark_for_correction": {"number": 7},
    "articles.lock": {"number": 7, "version": 1},
    "articles.recent": {"numbers": "[3, 7]", "since": 5},
    "articles.set_follows": {"number": 7, "follows": 3},
    "editions.edition_to_follow": {"number": 7, "audience": "subscribers"},
    "topics.get": {"id": 7},
    "topics.by_key": {"key": "k7"},
    "topics.after": {"position": 500, "id": 500, "limit": 21},
    "topics.before": {"position": 500, "id": 500, "limit": 1},
    "topics.used_after": {"position": 3, "id": 3, "limit": 21},
    "topics.is_stale": {},
    "topics.stale": {},
    "topics.articles_after": {"id": 7, "number": 5_000, "limit": 100},
    "topics.of_article": {"number": 7},
    "topics.clear": {"number": 7},
    "topics.list": {"number": 7, "published_at": 9},
    "topics.older": {"topic": 7, "at": 15_000, "number": 15_000, "limit": 11},
    "topics.newer": {"topic": 7, "at": 15_000, "number": 15_000, "limit": 11},
    "topics.locked": {"ids": "[7]"},
    "versions.keep": {"number": 7},
    "versions.before": {"number": 7, "version": 15, "limit": 11},
    "versions.get": {"number": 7, "version": 3},
    "articles.find_existing": {"key": "k7", "source_url": "https://example.org/7"},
    "related.entries": {"numbers": "[3, 7]"},
    "related.frequencies": {"terms": "[3, 7]"},
    "related.postings": {"terms": "[3, 7]"},
    "related.articles": {"number": 15_000, "limit": 50},
    "related.shown": {"number": 7},
    "related.verdicts": {"number": 7},
    "audit.newest": {"before": 15_000, "limit": 11},
    "audit.in_area": {"area": "people", "before": 15_000, "limit": 11},
    "audit.of_article": {"article": 7, "before": 15_000, "limit": 11},
    "audit.done_by": {"person": 7, "before": 15_000, "limit": 11},
    "audit.done_to": {"person": 7, "before": 15_000, "limit": 11},
    "audit.doers": {},
    "statistics.pushes": {"since": 2},
    "statistics.delete_day": {"before": 7},
    "statistics.take_unfolded": {"before": 9_000, "limit": 50},
    "comments.before": {"article": 7, "id": 15_000, "limit": 11},
    "comments.after": {"article": 7, "id": 5_000, "limit": 11},
    "comments.by_message": {"chat_id": 1, "message_id": 7},
    "comments.since": {"author_id": 7, "at": 19_000},
    "comments.remove": {"id": 7, "at": 9, "by": 1},
    "comments.restore": {"id": 7},
    "readers.get": {"id": 7},
    "readers.lock": {"id": 7},
    "places.get": {"chat_id": 7, "topic": 0},
    "places.of_chat": {"chat_id": 7},
    "subscriptions.get": {"chat_id": 7, "topic": 0},
    "subscriptions.of_place": {"place": 7},
    "subscriptions.active_in_chat": {"chat_id": 7},
    "outlets.get": {"place": 7},
    "outlets.page": {"after": 5_000, "limit": 11},
    "outlets.of_chat": {"chat_id": 7},
    "outlets.arrange": {"place": 7, "state": "off", "template": None, "silent": 1, "words": None, "topics": None},
    "outlets.choices": {"article": 7},
    "outlets.posts": {"article": 7},
    "outlets.count_ahead": {"edition_id": 30_000, "place": 7},
    "outlets.failure": {"edition_id": 1, "place": 7, "at": 2},
    "planning.unplanned": {},
    "planning.next_subscribers": {"after": 5_000, "edition_id": 1, "limit": 500},
    "planning.plan_subscribers": {
        "edition_id": 1,
        "due_at": 1,
        "not_before": None,
        "expires_at": 9,
        "after": 5_000,
        "last": 5_500,
    },
    "planning.next_copies": {"source": 1, "after": 5_000, "limit": 500},
    "planning.plan_copies": {"edition_id": 3, "source": 1, "due_at": 1, "after": 5_000, "last": 5_500},
    "planning.has_outdated_in_flight": {"id": 3, "source": 1, "may_be_cached": 0, "before": 9},
    "deliveries.due_editions": {"now": 9, "limit": 3},
    "deliveries.claim": {"editions": "[2]", "now": 9, "until": 99, "limit": 3},
    "deliveries.earlier_copies": {"edition_id": 1, "places": "[7]"},
    "deliveries.advance": {"editions": "[2]"},
    "deliveries.lapsed_editions": {"now": 9},
    "deliveries.release_lapsed": {"now": 9},
    "deliveries.renew": {"leases": "[[2, 7, 1]]", "until": 99},
    "deliveries.release_leases": {"now": 9},
    "deliveries.drained": {},
    "deliveries.finish": {"id": 2},
    "deliveries.first_answers": {"id": 1, "limit": 101},
    "deliveries.lower_due": {"id": 2, "due_at": 9},
    "deliveries.lock_editions": {"ids": "[2]"},
    "deliveries.settle": {
        "edition_id": 2,
        "place_id": 7,
        "tries": 1,
        "state": "sent",
        "due_at": 9,
        "settled_at": None,
        "message_id": 1,
        "message_kind": None,
        "album": None,
        "error": None,
        "unknown": 0,
    },
    "metrics.open_deliveries": {"limit": 10_000},
    "metrics.oldest_due": {"now": 9},
    "metrics.oldest_pending": {},
    "editions.has_unpushed": {},
    "editions.to_push": {},
    "editions.to_correct": {},
    "editions.mark_corrected": {"number": 7},
    "editions.superseded": {"source": 1},
    "editions.newest": {"limit": 5},
    "editions.stopped": {},
    "editions.cancel_pending": {"id": 2, "now": 9, "limit": 100},
    "editions.expire_pending": {"id": 2, "now": 9},
    "editions.unplanned_subscribers": {"edition_id": 1, "after": 15_000},
    "editions.foldable": {"before": 5},
    "editions.delete_block": {"id": 1, "limit": 500},
    "inbox.pending": {"after": 5_000, "limit": 100},
    "inbox.correct_stored_at": {"now": 10**15},
    "inbox.store": {"rows": '[[7, 1, "{}"]]', "holder": "h", "at": 9, "until": 99},
    "inbox.claimable": {"holder": "h", "now": 9, "limit": 100},
    "inbox.claimable_in_chat": {"chat_id": 7, "holder": "h", "now": 9, "limit": 100},
    "inbox.claim": {"ids": "[7]", "holder": "h", "now": 9, "until": 99},
    "inbox.renew": {"ids": "[7]", "holder": "h", "until": 99},
    "inbox.release": {"holder": "h"},
    "parts.of_act": {"chat_id": 7, "act": 15_006},
    "parts.act_of_message": {"chat_id": 7, "message_id": 15_007},
    "parts.act_of_album": {"chat_id": 7, "album": "a15006"},
    "parts.forget": {"chat_id": 7, "act": 15_006},
    "parts.forget_older": {"before": 5},
    "leases.acquire": {"name": "polling", "holder": "h", "expired_by": 9, "until": 99},
    "inbox.mark_done": {"update_id": 7},
    "inbox.delete_done": {"before": 5},
    "inbox.delete_dead": {"before": 5},
}
INDEXES = {
    "articles.older": ("articles_archive",),
    "articles.newer": ("articles_archive",),
    "articles.drafts": ("articles_drafts",),
    "outlets.count_ahead": ("editions_posts",),
    "topics.after": ("topics_order",),
    "topics.before": ("topics_order",),
    "topics.used_after": ("topics_order",),
    "topics.is_stale": ("topics_stale",),
    "topics.stale": ("topics_stale",),
    "topics.older": ("article_topics_published",),
    "topics.newer": ("article_topics_published",),
    "planning.unplanned": ("editions_unplanned",),
    "planning.has_outdated_in_flight": ("deliveries_sending",),
    "deliveries.due_editions": ("editions_due",),
    "deliveries.claim": ("deliveries_pending",),
    "deliveries.advance": ("deliveries_pending",),
    "deliveries.lapsed_editions": ("deliveries_sending",),
    "deliveries.release_lapsed": ("deliveries_sending",),
    "deliveries.release_leases": ("deliveries_sending",),
    "deliveries.drained": ("editions_draining",),
    "deliveries.finish": ("deliveries_pending", "deliveries_sending"),
    "metrics.open_deliveries": ("deliveries_pending", "deliveries_sending"),
    "metrics.oldest_due": ("deliveries_pending", "deliveries_sending"),
    "drafts.count_own": ("articles_own",),
    "drafts.count_in_review": ("articles_in_review",),
    "drafts.count_scheduled": ("articles_scheduled",),
    "drafts.count_all_unpublished": ("articles_",),
    "drafts.own": ("articles_own",),
    "drafts.in_review": ("articles_in_review",),
    "drafts.scheduled": ("articles_scheduled",),
    "drafts.next_due": ("articles_scheduled",),
    "editions.has_unpushed": ("articles_to_push",),
    "editions.to_push": ("articles_to_push",),
    "editions.to_correct": ("articles_to_correct",),
    "editions.superseded": ("editions_source",),
    "editions.stopped": ("editions_stopped",),
    "editions.cancel_pending": ("deliveries_pending",),
    "editions.expire_pending": ("deliveries_pending",),
    "editions.foldable": ("editions_unfolded",),
    "inbox.pending": ("inbox_pending",),
    "metrics.oldest_pending": ("inbox_pending",),
    "inbox.correct_stored_at": ("inbox_stored",),
    "inbox.store": ("inbox_chat",),
    "inbox.claimable": ("inbox_pending",),
    "inbox.claimable_in_chat": ("inbox_chat",),
    "inbox.release": ("inbox_pending",),
    "parts.of_act": ("parts_act",),
    "parts.act_of_album": ("parts_album",),
    "parts.forget": ("parts_act",),
    "parts.forget_older": ("parts_stored",),
}
# These may be read whole: tables and indexes of a few rows, subqueries with a limit, a parameter, the neighbours of one
# article, the unfinished editions, and a row of constants.
SMALL = (
    "readers",
    "block",
    "json_each",
    "e VIRTUAL TABLE",
    "near",
    "CONSTANT ROW",
    "articles_to_correct",
    "editions",
    "(subquery-",
    "found",
    "waiting",
    "doer",
    *("urgent", "breaking", "normal", "low"),
)


async def explain(unit: Any, engine: queries.Engine, query: str, parameters: dict[str, Any]) -> list[str]:
    noun, name = query.split(".")
    function = getattr(queries.load(engine)[noun], name)
    connection = unit.fsm._connection
    if engine == "sqlite":
        rows = await connection.fetch(f"EXPLAIN QUERY PLAN {function.sql}", parameters)
        return [row["detail"] for row in rows]
    order = function.__self__.driver_adapter.var_sorted[name]
    rows = await connection.fetch(f"EXPLAIN {function.sql}", *(parameters[each] for each in order))
    return [row[0] for row in rows]


def reads_too_much(line: str, indexes: tuple[str, ...]) -> bool:
    """Return whether a line of a plan reads a whole table or sorts; a scan of one of `indexes` is allowed."""
    words = line.strip().removeprefix("->").strip()
    if any(f" {name}" in line for name in (*SMALL, *indexes)):
        return False
    return words.startswith(("Seq Scan", "Sort", "Bitmap", "SCAN ")) or "TEMP B-TREE" in words


async def test_no_query_reads_a_whole_table_or_sorts(database: Database) -> None:
    engine: queries.Engine = "sqlite" if isinstance(database, SQLiteDatabase) else "postgres"
    async with database.writing() as unit:
        for sql in map(str.strip, FILL.split(";")):
            await raw(unit, NUMBERS + sql if sql.startswith("INSERT") else sql)
        plans = {query: await explain(unit, engine, query, parameters) for query, parameters in QUERIES.items()}
    for query, lines in plans.items():
        indexes = INDEXES.get(query, ())
        assert all(f" {index}" in "\n".join(lines) for index in indexes), "\n".join([query, *lines])
        assert not any(reads_too_much(line, indexes) for line in lines), "\n".join([query, *lines])


def test_both_engines_have_the_same_queries() -> None:
    names = [
        {noun: found.available_queries for noun, found in queries.load(engine).items()}
        for engine in get_args(queries.Engine)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("engine", get_args(queries.Engine))
def test_every_query_has_a_line_of_prose(engine: queries.Engine) -> None:
    for noun, found in queries.load(engine).items():
        for name in found.available_queries:
            if not name.endswith("_cursor"):
                assert getattr(found, name).__doc__.strip(), f"{noun}.{name}"

-- Counts for the staff. They walk whole indexes, so in a large archive they take a while.

-- name: totals()^
-- The totals, and the id of the newest push.
SELECT
    (SELECT COUNT(*) FROM articles WHERE status = 'published') AS published,
    (SELECT COUNT(*) FROM articles WHERE status = 'draft') AS drafts,
    (SELECT COUNT(*) FROM comments WHERE removed_at IS NULL AND hidden = 0) AS comments,
    (SELECT COUNT(*) FROM readers WHERE registered_at IS NOT NULL) AS registered,
    (SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL) AS subscribers,
    (SELECT id FROM editions WHERE audience = 'subscribers' ORDER BY id DESC LIMIT 1) AS last_edition;

-- name: subscribers()$
-- The active subscriptions.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL;

-- name: changes(since, span)
-- The changes of subscriptions since a time, counted by spans of a quarter of an hour.
SELECT at / CAST(:span AS BIGINT) AS quarter, change, CAST(SUM(count) AS BIGINT) AS count
FROM subscription_changes
WHERE at >= :since
GROUP BY quarter, change
ORDER BY quarter, change;

-- name: take_unfolded(before, limit)
-- Delete the oldest changes before a time that are not folded, and return them.
DELETE FROM subscription_changes
WHERE id IN (SELECT id FROM subscription_changes WHERE folded = 0 AND at < :before ORDER BY at LIMIT :limit)
RETURNING at, change, count;

-- name: add_folded(at, change, count)*!
-- Insert the sum of changes.
INSERT INTO subscription_changes (at, change, count, folded) VALUES (:at, :change, :count, 1);

-- name: most_read(since, limit)
-- The published articles that were opened most since a day.
SELECT a.number, a.title, CAST(r.reads AS BIGINT) AS reads, a.reads AS total
FROM (SELECT article, SUM(reads) AS reads FROM article_reads WHERE day >= :since GROUP BY article) AS r
JOIN articles AS a ON a.number = r.article AND a.status = 'published'
ORDER BY r.reads DESC, a.number DESC
LIMIT :limit;

-- name: reads_by_hour(since)
-- The reads of each hour since one.
SELECT hour, reads FROM hour_reads WHERE hour >= :since ORDER BY hour;

-- name: pushes(since)
-- When the pushes to subscribers were opened.
SELECT created_at FROM editions WHERE audience = 'subscribers' AND created_at >= :since ORDER BY created_at;

-- name: early_reads(since, span)
-- The articles published since a time and the reads of their first hour, by spans of a quarter of an hour.
SELECT published_at / CAST(:span AS BIGINT) AS quarter, COUNT(*) AS publications,
       CAST(SUM(early_reads) AS BIGINT) AS reads
FROM articles
WHERE status = 'published' AND published_at >= :since
GROUP BY quarter
ORDER BY quarter;

-- name: delete_day(before)$
-- Delete the counters of the oldest day, if it lies before another; a row for each is returned.
DELETE FROM article_reads
WHERE day = (SELECT MIN(day) FROM article_reads) AND day < :before
RETURNING day;

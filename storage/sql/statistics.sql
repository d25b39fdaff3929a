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

-- name: changes(since)
-- The changes of subscriptions since a time, counted by quarter of an hour: a day of any time zone is made of these.
SELECT at / 900000000 AS quarter, change, CAST(SUM(count) AS BIGINT) AS count
FROM subscription_changes
WHERE at >= :since
GROUP BY at / 900000000, change
ORDER BY quarter, change;

-- name: most_read(since, limit)
-- The published articles that were opened most since an hour.
SELECT a.number, a.title, CAST(r.reads AS BIGINT) AS reads, a.reads AS total
FROM (SELECT article, SUM(reads) AS reads FROM article_reads WHERE hour >= :since GROUP BY article) AS r
JOIN articles AS a ON a.number = r.article AND a.status = 'published'
ORDER BY r.reads DESC, a.number DESC
LIMIT :limit;

-- name: reads_by_hour(since)
-- The reads of each hour since one.
SELECT hour, CAST(SUM(reads) AS BIGINT) AS reads FROM article_reads WHERE hour >= :since GROUP BY hour ORDER BY hour;

-- name: pushes(since)
-- When the pushes to subscribers were opened.
SELECT created_at FROM editions WHERE audience = 'subscribers' AND created_at >= :since ORDER BY created_at;

-- name: early_reads(since)
-- The articles published since a time, with the reads within the hour of publication and the next one.
SELECT a.published_at, CAST(COALESCE((
    SELECT SUM(r.reads) FROM article_reads AS r
    WHERE r.article = a.number AND r.hour IN (a.published_at / 3600000000, a.published_at / 3600000000 + 1)
), 0) AS BIGINT) AS reads
FROM articles AS a
WHERE a.status = 'published' AND a.published_at >= :since
ORDER BY a.published_at, a.number;

-- name: delete_hour(before)$
-- Delete the counters of the oldest hour, if it lies before another; a row for each is returned.
DELETE FROM article_reads
WHERE hour = (SELECT MIN(hour) FROM article_reads) AND hour < :before
RETURNING hour;

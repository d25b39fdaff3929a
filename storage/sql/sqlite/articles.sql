-- The article queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: lock(number, version)$
-- The number of an article that may be changed: it is not retracted, and has the version, if one is given.
SELECT number FROM articles
WHERE number = :number AND status <> 'retracted' AND version = COALESCE(CAST(:version AS BIGINT), version);

-- name: recent(numbers, since)
-- Headlines of those of some articles that were published since then.
SELECT number, title, published_at, updated_at, topic, attachments, breaking FROM articles
WHERE number IN (SELECT value FROM json_each(:numbers)) AND status = 'published' AND published_at >= :since;

-- name: listed(numbers)
-- Some articles of any status, each with an empty text.
SELECT number, title, '[]' AS body, status, created_at, lead, topic, source_url, attachments, author_id, version,
       published_at, updated_at, update_reason, updated_by, retract_reason, comments_for, comment_count, reads, breaking,
       silent, publish_at, updated_version, topics, follows
FROM articles
WHERE number IN (SELECT value FROM json_each(:numbers));

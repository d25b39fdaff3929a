-- The archive's order is (published_at, number), newest first. Pages are read by keyset: page 1,000 costs what page 1 does.

-- name: add(key, title, lead, topic, topics, source_url, attachments, author_id, status, created_at, published_at, to_push)$
-- Insert an article and return its number; no row if its key or source URL is stored already. NOT EXISTS keeps the
-- numbers free of gaps: ON CONFLICT alone would use a number up.
INSERT INTO articles (key, title, lead, topic, topics, source_url, attachments, author_id, status, created_at,
                      published_at, to_push)
SELECT :key, :title, :lead, :topic, :topics, :source_url, :attachments, :author_id, :status, :created_at, :published_at,
       :to_push
WHERE NOT EXISTS (SELECT 1 FROM articles WHERE key = :key)
  AND NOT EXISTS (SELECT 1 FROM articles WHERE source_url = :source_url)
ON CONFLICT DO NOTHING
RETURNING number;

-- name: add_body(number, body)!
-- Insert the article's text, in a table apart from the row that lists read and counters update.
INSERT INTO article_bodies (number, body) VALUES (:number, :body);

-- name: find_existing(key, source_url)$
-- The number of the article with this key, or else with this source URL.
SELECT COALESCE(
    (SELECT number FROM articles WHERE key = :key),
    (SELECT number FROM articles WHERE source_url = :source_url)
) AS number;

-- name: get(number)^
-- One article of any status, with its text; a missing text is NULL, so that the article is not lost with it.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.attachments, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_for,
       a.comment_count, a.reads, a.breaking, a.silent, a.publish_at, a.updated_version, a.topics, a.follows
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.number = :number;

-- name: published_at(number)$
-- When the article was published, NULL if never; a retracted article keeps its position in the archive.
SELECT published_at FROM articles WHERE number = :number;

-- name: older(at, number, limit)
-- Headlines of the archive from a keyset on, itself included, newest first.
SELECT number, title, published_at, updated_at, topic, attachments, breaking
FROM articles
WHERE status = 'published' AND (published_at, number) <= (:at, :number)
ORDER BY published_at DESC, number DESC
LIMIT :limit;

-- name: newer(at, number, limit)
-- Headlines of the archive newer than a keyset, oldest first.
SELECT number, title, published_at, updated_at, topic, attachments, breaking
FROM articles
WHERE status = 'published' AND (published_at, number) > (:at, :number)
ORDER BY published_at, number
LIMIT :limit;

-- name: latest(start, end)$
-- When the last article of a time span was published.
SELECT published_at FROM articles
WHERE status = 'published' AND published_at >= :start AND published_at < :end
ORDER BY published_at DESC
LIMIT 1;

-- name: earliest(start, end)$
-- When the first article of a time span was published.
SELECT published_at FROM articles
WHERE status = 'published' AND published_at >= :start AND published_at < :end
ORDER BY published_at
LIMIT 1;

-- name: count_since(since, limit)$
-- How many articles were published after a time, up to a limit.
SELECT COUNT(*) FROM (
    SELECT 1 FROM articles WHERE status = 'published' AND published_at > :since
    ORDER BY published_at DESC, number DESC
    LIMIT :limit
) AS found;

-- name: find_by_key(key)$
-- The number of the article with this key.
SELECT number FROM articles WHERE key = :key;

-- name: last_change(number)^
-- Who changed an article last and when; NULL for both if nobody did.
SELECT a.revised_by, a.revised_at, r.name
FROM articles AS a
LEFT JOIN readers AS r ON r.id = a.revised_by
WHERE a.number = :number;

-- name: publish(number, at, to_push, breaking, version, due)$
-- Publish a draft and mark it for the next edition, in one row: one cannot be stored without the other. With a version,
-- only that version is published; with `due`, only an article whose time has come by then.
UPDATE articles SET
    status = 'published', published_at = :at, to_push = :to_push, breaking = :breaking, publish_at = NULL,
    resume_at = NULL, undoable = 0
WHERE number = :number AND status IN ('draft', 'in_review', 'scheduled')
  AND version = COALESCE(CAST(:version AS BIGINT), version)
  AND (CAST(:due AS BIGINT) IS NULL OR (status = 'scheduled' AND publish_at <= CAST(:due AS BIGINT)))
RETURNING number;

-- name: revise(number, title, lead, attachments, at, reason, editor_id, version)$
-- Change the columns that are given and increment the version. Only a change with a reason is a visible update. With a
-- version, only that version is changed.
UPDATE articles SET
    title = COALESCE(:title, title),
    lead = COALESCE(:lead, lead),
    attachments = CASE WHEN CAST(:attachments AS TEXT) IS NULL THEN attachments ELSE NULLIF(:attachments, '[]') END,
    version = version + 1,
    revised_at = :at,
    revised_by = :editor_id,
    updated_at = CASE WHEN CAST(:reason AS TEXT) IS NULL THEN updated_at ELSE :at END,
    updated_by = CASE WHEN CAST(:reason AS TEXT) IS NULL THEN updated_by ELSE :editor_id END,
    updated_version = CASE WHEN CAST(:reason AS TEXT) IS NULL THEN updated_version ELSE version + 1 END,
    update_reason = COALESCE(:reason, update_reason)
WHERE number = :number AND status <> 'retracted'
  AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING number;

-- name: replace_body(number, body)!
-- Change the article's text, also where the row of a damaged one is missing.
INSERT INTO article_bodies (number, body) VALUES (:number, :body)
ON CONFLICT (number) DO UPDATE SET body = excluded.body;

-- name: bodies(limit)
-- The texts of the articles with the largest numbers, without retracted ones.
SELECT a.number, b.body
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.status <> 'retracted'
ORDER BY a.number DESC
LIMIT :limit;

-- name: retract(number, at, reason, editor_id, version)$
-- Retract an article or discard a draft: the row stays, with editor, time and reason, and is not pushed. With a version,
-- only that version is retracted.
UPDATE articles SET
    status = 'retracted', retracted_at = :at, retract_reason = :reason, retracted_by = :editor_id, to_push = 0
WHERE number = :number AND status <> 'retracted'
  AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING number;

-- name: set_follows(number, follows)!
-- Which article this one follows up: 0 for none; NULL means that nobody has been asked.
UPDATE articles SET follows = :follows WHERE number = :number;

-- name: mark_for_correction(number)*!
-- The article's sent copies are to be corrected. An article that was never pushed has none.
UPDATE articles SET to_correct = 1
WHERE number = :number AND EXISTS (SELECT 1 FROM edition_articles WHERE article = :number);

-- name: count_reads(number, reads, early_since)*!
-- Add to an article's counter of reads, and to that of its first hour if it was published since.
UPDATE articles SET
    reads = reads + :reads,
    early_reads = early_reads + CASE WHEN published_at >= :early_since THEN :reads ELSE 0 END
WHERE number = :number;

-- name: count_reads_of_day(day, number, reads)*!
-- Add to an article's counter of reads on a day.
INSERT INTO article_reads (day, article, reads)
SELECT CAST(:day AS BIGINT), number, CAST(:reads AS BIGINT) FROM articles WHERE number = :number
ON CONFLICT (day, article) DO UPDATE SET reads = article_reads.reads + excluded.reads;

-- name: count_reads_of_hour(hour, reads)!
-- Add to the counter of all reads within an hour.
INSERT INTO hour_reads (hour, reads) VALUES (:hour, :reads)
ON CONFLICT (hour) DO UPDATE SET reads = hour_reads.reads + excluded.reads;

-- name: count_comments(number, change)*!
-- Add to an article's number of comments, or subtract.
UPDATE articles SET comment_count = comment_count + :change WHERE number = :number;

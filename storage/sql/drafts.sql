-- Unpublished articles: the lists of the editors' desk, review, schedules, and who is in which draft. Every change of a
-- status names the status before, so that of two processes one makes it.

-- name: own(reader_id, before, limit)
-- A person's own unpublished articles below a number, the largest number first.
SELECT number, title, published_at, updated_at, topic, attachments, breaking, publish_at, status FROM articles
WHERE status IN ('draft', 'in_review', 'scheduled') AND author_id = :reader_id AND number < :before
ORDER BY number DESC
LIMIT :limit;

-- name: in_review(before, limit)
-- The articles in review below a number, the largest number first.
SELECT number, title, published_at, updated_at, topic, attachments, breaking, publish_at, status FROM articles
WHERE status = 'in_review' AND number < :before
ORDER BY number DESC
LIMIT :limit;

-- name: scheduled(before, limit)
-- The scheduled articles after another one, by their times; after the number 0: from the first one on.
SELECT number, title, published_at, updated_at, topic, attachments, breaking, publish_at, status FROM articles
WHERE status = 'scheduled'
  AND (publish_at, number) > (COALESCE((SELECT publish_at FROM articles WHERE number = :before), 0), :before)
ORDER BY publish_at, number
LIMIT :limit;

-- name: all_unpublished(before, limit)
-- All unpublished articles below a number, the largest number first.
SELECT number, title, published_at, updated_at, topic, attachments, breaking, publish_at, status FROM articles
WHERE status IN ('draft', 'in_review', 'scheduled') AND number < :before
ORDER BY number DESC
LIMIT :limit;

-- name: count_own(reader_id, most)$
-- How many unpublished articles a person has, up to a limit.
SELECT COUNT(*) FROM (
    SELECT 1 FROM articles WHERE status IN ('draft', 'in_review', 'scheduled') AND author_id = :reader_id LIMIT :most
) AS found;

-- name: count_in_review(most)$
-- How many articles are in review, up to a limit.
SELECT COUNT(*) FROM (SELECT 1 FROM articles WHERE status = 'in_review' LIMIT :most) AS found;

-- name: count_scheduled(most)$
-- How many articles are scheduled, up to a limit.
SELECT COUNT(*) FROM (SELECT 1 FROM articles WHERE status = 'scheduled' LIMIT :most) AS found;

-- name: count_all_unpublished(most)$
-- How many unpublished articles there are, up to a limit.
SELECT COUNT(*) FROM (
    SELECT 1 FROM articles WHERE status IN ('draft', 'in_review', 'scheduled') LIMIT :most
) AS found;

-- name: plan(number)^
-- What is intended with an article.
SELECT submitted_by, publish_at, scheduled_by, undoable FROM articles WHERE number = :number;

-- name: submit(number, by, at, version)$
-- Send a draft for review.
UPDATE articles SET status = 'in_review', submitted_at = :at, submitted_by = :by
WHERE number = :number AND status = 'draft' AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING number;

-- name: give_back(number)$
-- Make an article in review a draft again.
UPDATE articles SET status = 'draft', submitted_at = NULL, submitted_by = NULL
WHERE number = :number AND status = 'in_review'
RETURNING number;

-- name: schedule(number, publish_at, by, undoable, version)$
-- Give an unpublished article the time at which it appears. The few seconds of undo keep the time that it had.
UPDATE articles SET
    status = 'scheduled', publish_at = :publish_at, scheduled_by = :by,
    undoable = CAST(:undoable AS SMALLINT),
    resume_at = CASE WHEN CAST(:undoable AS SMALLINT) = 0 THEN NULL WHEN undoable = 0 THEN publish_at ELSE resume_at END
WHERE number = :number AND status IN ('draft', 'in_review', 'scheduled')
  AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING number;

-- name: forget_earlier_time(number)!
-- Drop the time that a scheduled article had before its seconds of undo.
UPDATE articles SET resume_at = NULL WHERE number = :number AND status = 'scheduled';

-- name: unschedule(number)$
-- Take the time from a scheduled article: it has the time before, or is in review again if it was, or a draft.
UPDATE articles SET
    status = CASE WHEN resume_at IS NOT NULL THEN status WHEN submitted_at IS NULL THEN 'draft' ELSE 'in_review' END,
    publish_at = resume_at, resume_at = NULL, undoable = 0,
    scheduled_by = CASE WHEN resume_at IS NULL THEN NULL ELSE scheduled_by END
WHERE number = :number AND status = 'scheduled'
RETURNING number;

-- name: due(now, limit)
-- The scheduled articles whose time has come.
SELECT number FROM articles WHERE status = 'scheduled' AND publish_at <= :now ORDER BY publish_at, number LIMIT :limit;

-- name: next_due()$
-- The time of the next scheduled article.
SELECT publish_at FROM articles WHERE status = 'scheduled' ORDER BY publish_at LIMIT 1;

-- name: set_silent(number, silent)!
-- Push an unpublished article without a sound, or with one.
UPDATE articles SET silent = :silent WHERE number = :number AND status IN ('draft', 'in_review', 'scheduled');

-- name: set_comments_for(number, comments_for)!
-- Say who may comment on an article.
UPDATE articles SET comments_for = :comments_for WHERE number = :number;

-- name: forget_visits(expired)!
-- Forget who was in a draft long ago.
DELETE FROM draft_visits WHERE at < :expired;

-- name: visited(number, reader_id)$
-- When a person was last in a draft.
SELECT at FROM draft_visits WHERE number = :number AND reader_id = :reader_id;

-- name: visit(number, reader_id, at)!
-- A person is in a draft.
INSERT INTO draft_visits (number, reader_id, at) VALUES (:number, :reader_id, :at)
ON CONFLICT (number, reader_id) DO UPDATE SET at = excluded.at;

-- name: visitors(number, but, since)
-- Who else was in a draft.
SELECT v.reader_id, r.name, v.at FROM draft_visits AS v
LEFT JOIN readers AS r ON r.id = v.reader_id
WHERE v.number = :number AND v.reader_id <> :but AND v.at >= :since;

-- name: take_breaking(day, most)$
-- Count one more breaking article of a day; no row if the day has enough.
INSERT INTO breaking_days (day, published)
SELECT CAST(:day AS TEXT), 1 WHERE CAST(:most AS BIGINT) > 0
ON CONFLICT (day) DO UPDATE SET published = breaking_days.published + 1
WHERE breaking_days.published < CAST(:most AS BIGINT)
RETURNING published;

-- What SQLite says its own way: its one writer needs no row locks.

-- name: to_push()
-- What the next edition announces.
SELECT number, published_at FROM articles WHERE to_push = 1 AND status = 'published';

-- name: lock_edition(id)^
-- The edition, for planning.
SELECT id, kind, created_at, cursor, planned, source FROM editions WHERE id = :id;

-- name: claim(edition_id, now, until, limit, ended, resend)
-- Put due deliveries of an edition on the wire; the language is missing where there is no subscription, or only one that
-- has ended. With `ended` 1 those count too, and else the language that the person chose. What lapsed on the wire fails
-- where it must not be sent again.
UPDATE deliveries
SET state = CASE WHEN state = 'sending' AND :resend = 0 THEN 'failed' ELSE 'sending' END,
    error = CASE WHEN state = 'sending' AND :resend = 0 THEN 'lapsed' ELSE error END,
    due_at = :until, claimed_at = :now, tries = tries + CASE WHEN state = 'sending' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE edition_id = :edition_id AND chat_id IN (
    SELECT chat_id FROM deliveries
    WHERE edition_id = :edition_id AND state IN ('pending', 'sending') AND due_at <= :now
    ORDER BY due_at, chat_id
    LIMIT :limit
)
RETURNING chat_id, state, tries, message_id, COALESCE(
    (SELECT s.language FROM subscriptions AS s WHERE s.chat_id = deliveries.chat_id AND (s.ended_at IS NULL OR :ended = 1)),
    (SELECT r.language FROM readers AS r WHERE r.id = deliveries.chat_id AND :ended = 1)
) AS language;

-- name: cancel_stopped(id, now)!
-- Cancel what came back to wait, or was lost on the wire, after its edition was ended.
UPDATE deliveries
SET state = 'cancelled', error = 'stopped', unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE edition_id = :id AND state IN ('pending', 'sending') AND (state = 'pending' OR due_at <= :now);

-- name: finish(id)!
-- Close an edition that is planned and has nothing open any more.
UPDATE editions SET finished = 1
WHERE id = :id AND finished = 0 AND planned = 1
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state IN ('pending', 'sending'));

-- name: lock_unplanned()!
-- Nothing to wait for: whoever writes is alone.
SELECT 1;

-- name: lock_editions(ids, moving)!
-- Nothing to wait for: whoever writes is alone.
SELECT :ids, :moving;

-- What PostgreSQL says its own way: rows are locked, because other processes write at the same time.

-- name: to_push()
-- What the next edition announces, newest first. Whoever comes second waits at the first row and finds nothing left;
-- SKIP LOCKED would let two processes split one batch into two editions.
SELECT number FROM articles WHERE to_push = 1 AND status = 'published'
ORDER BY published_at DESC, number DESC
FOR UPDATE;

-- name: hold_edition(id)^
-- The edition, for planning; waits for whoever is planning it now and sees what they wrote.
SELECT id, kind, created_at, cursor, planned, source FROM editions WHERE id = :id FOR UPDATE;

-- name: claim(edition_id, now, until, limit, ended, resend)
-- Put due deliveries of an edition on the wire, passing by those that others are claiming; the language is missing
-- where there is no subscription, or only one that has ended. With `ended` 1 those count too, and else the language that
-- the person chose. What lapsed on the wire fails where it must not be sent again: in one statement, for another process
-- could come between two. By ctid, because nothing else is safe from stale statistics: of an edition opened since the
-- last ANALYZE the planner expects one row, and would walk all of them to find these.
UPDATE deliveries
SET state = CASE WHEN state = 'wire' AND :resend = 0 THEN 'failed' ELSE 'wire' END,
    error = CASE WHEN state = 'wire' AND :resend = 0 THEN 'lapsed' ELSE error END,
    due_at = :until, claimed_at = :now, tries = tries + CASE WHEN state = 'wire' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'wire' THEN 1 ELSE 0 END
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM deliveries
    WHERE edition_id = :edition_id AND state IN ('pending', 'wire') AND due_at <= :now
    ORDER BY due_at, chat_id
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
))
RETURNING chat_id, state, tries, message_id, COALESCE(
    (SELECT s.language FROM subscriptions AS s WHERE s.chat_id = deliveries.chat_id AND (s.ended_at IS NULL OR :ended = 1)),
    (SELECT r.language FROM readers AS r WHERE r.id = deliveries.chat_id AND :ended = 1)
) AS language;

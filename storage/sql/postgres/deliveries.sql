-- What PostgreSQL says its own way: rows are locked, because other processes write at the same time, in the order that
-- the folder's docstring tells; never as FOR UPDATE, for no key changes, and whoever refers to a row need not wait.

-- name: to_push()
-- What the next edition announces. Whoever comes second waits at the first row and finds nothing left; SKIP LOCKED would
-- let two processes split one batch into two editions. The numbers are sorted inside an array, because the planner is
-- kept from sorting and would walk the whole archive in their order.
SELECT a.number, a.published_at
FROM unnest((
    SELECT array_agg(number ORDER BY number) FROM articles WHERE to_push = 1 AND status = 'published'
)) AS waiting (number)
JOIN articles AS a ON a.number = waiting.number AND a.to_push = 1 AND a.status = 'published'
FOR NO KEY UPDATE OF a;

-- name: lock_edition(id)^
-- The edition, for planning; waits for whoever is planning it now and sees what they wrote.
SELECT id, kind, created_at, cursor, planned, source FROM editions WHERE id = :id FOR NO KEY UPDATE;

-- name: lock_unplanned()!
-- Wait for whoever is planning, and keep them waiting while a chat's id changes under the cursor.
SELECT id FROM editions WHERE finished = 0 AND planned = 0 ORDER BY id FOR NO KEY UPDATE;

-- name: lock_editions(ids, moving)!
-- Hold some editions, and with `moving` 1 those that are not planned: before any delivery is touched.
SELECT id FROM editions
WHERE id = ANY (ARRAY (
    SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))
    UNION ALL
    SELECT id FROM editions WHERE finished = 0 AND planned = 0 AND CAST(:moving AS INTEGER) = 1
))
ORDER BY id
FOR NO KEY UPDATE;

-- name: cancel_stopped(id, now)!
-- Cancel what came back to wait, or was lost on the wire, after its edition was ended; what somebody settles at this
-- moment is looked at again by the next claim.
UPDATE deliveries
SET state = 'cancelled', error = 'stopped', unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM deliveries
    WHERE edition_id = :id AND state IN ('pending', 'sending') AND (state = 'pending' OR due_at <= :now)
    FOR NO KEY UPDATE SKIP LOCKED
));

-- name: finish(id)!
-- Close an edition that is planned and has nothing open any more; one that somebody holds is closed by the next claim.
UPDATE editions SET finished = 1
WHERE id = (
    SELECT id FROM editions
    WHERE id = :id AND finished = 0 AND planned = 1
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state IN ('pending', 'sending'))
    FOR NO KEY UPDATE SKIP LOCKED
);

-- name: claim(edition_id, now, until, limit, ended, resend)
-- Put due deliveries of an edition on the wire, passing by those that others are claiming; the language is missing
-- where there is no subscription, or only one that has ended. With `ended` 1 those count too, and else the language that
-- the person chose. What lapsed on the wire fails where it must not be sent again: in one statement, for another process
-- could come between two. By ctid, because nothing else is safe from stale statistics: of an edition opened since the
-- last ANALYZE the planner expects one row, and would walk all of them to find these.
UPDATE deliveries
SET state = CASE WHEN state = 'sending' AND :resend = 0 THEN 'failed' ELSE 'sending' END,
    error = CASE WHEN state = 'sending' AND :resend = 0 THEN 'lapsed' ELSE error END,
    due_at = :until, claimed_at = :now, tries = tries + CASE WHEN state = 'sending' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM deliveries
    WHERE edition_id = :edition_id AND state IN ('pending', 'sending') AND due_at <= :now
    ORDER BY due_at, chat_id
    LIMIT :limit
    FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING chat_id, state, tries, message_id, COALESCE(
    (SELECT s.language FROM subscriptions AS s WHERE s.chat_id = deliveries.chat_id AND (s.ended_at IS NULL OR :ended = 1)),
    (SELECT r.language FROM readers AS r WHERE r.id = deliveries.chat_id AND :ended = 1)
) AS language;

-- The delivery queries in PostgreSQL's dialect. Rows are locked, because other processes write at the same time; the
-- order of locks is in the docstring of `storage`. FOR NO KEY UPDATE is enough, for no key changes, and a transaction
-- that inserts a reference to the row does not wait for it.

-- name: to_push()
-- The articles that the next edition announces. A second process waits at the first row and then finds nothing;
-- SKIP LOCKED would let two processes split one batch into two editions. The numbers are sorted inside an array: the
-- connection forbids the planner to sort, and it would walk the whole archive in their order.
SELECT a.number, a.published_at
FROM unnest((
    SELECT array_agg(number ORDER BY number) FROM articles WHERE to_push = 1 AND status = 'published'
)) AS waiting (number)
JOIN articles AS a ON a.number = waiting.number AND a.to_push = 1 AND a.status = 'published'
FOR NO KEY UPDATE OF a;

-- name: lock_edition(id)^
-- The edition, for planning. Waits for a process that plans it now, and returns what that process committed.
SELECT id, kind, created_at, cursor, planned, source FROM editions WHERE id = :id FOR NO KEY UPDATE;

-- name: lock_unplanned()!
-- Lock every edition that is not planned: no plan may pass while a chat's id changes.
SELECT id FROM editions WHERE finished = 0 AND planned = 0 ORDER BY id FOR NO KEY UPDATE;

-- name: lock_editions(ids, include_unplanned)!
-- Lock some editions, and with `include_unplanned` = 1 every one that is not planned, before any delivery is locked.
SELECT id FROM editions
WHERE id = ANY (ARRAY (
    SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))
    UNION ALL
    SELECT id FROM editions WHERE finished = 0 AND planned = 0 AND CAST(:include_unplanned AS INTEGER) = 1
))
ORDER BY id
FOR NO KEY UPDATE;

-- name: cancel_stopped(id, now)!
-- Cancel the deliveries of a stopped edition that are pending again or whose lease has expired. Locked ones are being
-- settled; the next claim looks at them again.
UPDATE deliveries
SET state = 'cancelled', error = 'stopped', leased_until = NULL, settled_at = :now,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM (
        SELECT ctid FROM deliveries WHERE edition_id = :id AND state = 'pending'
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS pending
    UNION ALL
    SELECT ctid FROM (
        SELECT ctid FROM deliveries WHERE edition_id = :id AND state = 'sending' AND leased_until <= :now
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS lapsed
));

-- name: finish(id)!
-- Mark an edition finished if it is planned and has no open delivery. If it is locked, the next claim does so.
UPDATE editions SET finished = 1
WHERE id = (
    SELECT id FROM editions
    WHERE id = :id AND finished = 0 AND planned = 1
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'pending')
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'sending')
    FOR NO KEY UPDATE SKIP LOCKED
);

-- name: claim(edition_id, now, until, limit, include_unsubscribed, resend)
-- Claim due deliveries of an edition: first those whose lease has expired, then pending ones, each in order of time;
-- those that another process is claiming are skipped. Return them with the language of the chat's subscription, NULL if
-- it has none or has ended it. With `include_unsubscribed` = 1 an ended subscription counts, and then the language that
-- the reader chose. With `resend` = 0 a delivery whose lease has expired fails, for it may have arrived; in the same
-- statement, because another process could claim it between two.
--
-- The two lists are subqueries, because FOR UPDATE is not allowed beside UNION; the outer LIMIT stops the second one
-- before it locks more rows than are wanted. Rows are found by ctid, because only that is safe with stale statistics: of
-- an edition opened since the last ANALYZE the planner expects one row, and would walk all of them to find these.
UPDATE deliveries
SET state = CASE WHEN state = 'sending' AND :resend = 0 THEN 'failed' ELSE 'sending' END,
    error = CASE WHEN state = 'sending' AND :resend = 0 THEN 'lapsed' ELSE error END,
    settled_at = CASE WHEN state = 'sending' AND :resend = 0 THEN CAST(:now AS BIGINT) END,
    leased_until = CASE WHEN state = 'sending' AND :resend = 0 THEN NULL ELSE CAST(:until AS BIGINT) END,
    claimed_at = CASE WHEN state = 'sending' AND :resend = 0 THEN claimed_at ELSE :now END,
    tries = tries + CASE WHEN state = 'sending' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM (
        SELECT ctid FROM deliveries
        WHERE edition_id = :edition_id AND state = 'sending' AND leased_until <= :now
        ORDER BY leased_until, chat_id
        LIMIT :limit
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS lapsed
    UNION ALL
    SELECT ctid FROM (
        SELECT ctid FROM deliveries
        WHERE edition_id = :edition_id AND state = 'pending' AND due_at <= :now
        ORDER BY due_at, chat_id
        LIMIT :limit
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS due
    LIMIT :limit
))
RETURNING chat_id, state, tries, message_id, COALESCE(
    (
        SELECT s.language FROM subscriptions AS s
        WHERE s.chat_id = deliveries.chat_id AND (s.ended_at IS NULL OR :include_unsubscribed = 1)
    ),
    (SELECT r.language FROM readers AS r WHERE r.id = deliveries.chat_id AND :include_unsubscribed = 1)
) AS language;

-- The delivery queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: to_push()
-- The articles that the next edition announces.
SELECT number, published_at FROM articles WHERE to_push = 1 AND status = 'published';

-- name: lock_edition(id)^
-- The edition, for planning.
SELECT id, kind, created_at, cursor, planned, source FROM editions WHERE id = :id;

-- name: claim(edition_id, now, until, limit, include_unsubscribed, resend)
-- Claim due deliveries of an edition: first those whose lease has expired, then pending ones, each in order of time.
-- Return them with the language of the chat's subscription, NULL if it has none or has ended it. With
-- `include_unsubscribed` = 1 an ended subscription counts, and then the language that the reader chose. With
-- `resend` = 0 a delivery whose lease has expired fails: it may have arrived.
UPDATE deliveries
SET state = CASE WHEN state = 'sending' AND :resend = 0 THEN 'failed' ELSE 'sending' END,
    error = CASE WHEN state = 'sending' AND :resend = 0 THEN 'lapsed' ELSE error END,
    settled_at = CASE WHEN state = 'sending' AND :resend = 0 THEN :now END,
    leased_until = CASE WHEN state = 'sending' AND :resend = 0 THEN NULL ELSE :until END,
    claimed_at = CASE WHEN state = 'sending' AND :resend = 0 THEN claimed_at ELSE :now END,
    tries = tries + CASE WHEN state = 'sending' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE edition_id = :edition_id AND chat_id IN (
    SELECT chat_id FROM (
        SELECT chat_id FROM deliveries
        WHERE edition_id = :edition_id AND state = 'sending' AND leased_until <= :now
        ORDER BY leased_until, chat_id
        LIMIT :limit
    )
    UNION ALL
    SELECT chat_id FROM (
        SELECT chat_id FROM deliveries
        WHERE edition_id = :edition_id AND state = 'pending' AND due_at <= :now
        ORDER BY due_at, chat_id
        LIMIT :limit
    )
    LIMIT :limit
)
RETURNING chat_id, state, tries, message_id, COALESCE(
    (
        SELECT s.language FROM subscriptions AS s
        WHERE s.chat_id = deliveries.chat_id AND (s.ended_at IS NULL OR :include_unsubscribed = 1)
    ),
    (SELECT r.language FROM readers AS r WHERE r.id = deliveries.chat_id AND :include_unsubscribed = 1)
) AS language;

-- name: cancel_stopped(id, now)!
-- Cancel the deliveries of a stopped edition that are pending again or whose lease has expired.
UPDATE deliveries
SET state = 'cancelled', error = 'stopped', leased_until = NULL, settled_at = :now,
    unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
WHERE edition_id = :id AND chat_id IN (
    SELECT chat_id FROM deliveries WHERE edition_id = :id AND state = 'pending'
    UNION ALL
    SELECT chat_id FROM deliveries WHERE edition_id = :id AND state = 'sending' AND leased_until <= :now
);

-- name: finish(id)!
-- Mark an edition finished if it is planned and has no open delivery.
UPDATE editions SET finished = 1
WHERE id = :id AND finished = 0 AND planned = 1
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'pending')
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'sending');

-- name: lock_unplanned()!
-- Nothing to lock: SQLite has one writer at a time.
SELECT 1;

-- name: lock_editions(ids, include_unplanned)!
-- Nothing to lock: SQLite has one writer at a time.
SELECT :ids, :include_unplanned;

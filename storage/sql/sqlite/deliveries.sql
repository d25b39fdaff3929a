-- What SQLite says its own way: its one writer needs no row locks.

-- name: to_push()
-- What the next edition announces, newest first.
SELECT number FROM articles WHERE to_push = 1 AND status = 'published' ORDER BY published_at DESC, number DESC;

-- name: hold_edition(id)^
-- The edition, for planning.
SELECT id, created_at, cursor, planned FROM editions WHERE id = :id;

-- name: claim(edition_id, now, until, limit, resend)
-- Put due deliveries of an edition on the wire; the language is missing where the subscription ended meanwhile. What
-- lapsed there fails where it must not be sent again.
UPDATE deliveries
SET state = CASE WHEN state = 'wire' AND :resend = 0 THEN 'failed' ELSE 'wire' END,
    error = CASE WHEN state = 'wire' AND :resend = 0 THEN 'lapsed' ELSE error END,
    due_at = :until, tries = tries + CASE WHEN state = 'wire' AND :resend = 0 THEN 0 ELSE 1 END,
    unknowns = unknowns + CASE WHEN state = 'wire' THEN 1 ELSE 0 END
WHERE edition_id = :edition_id AND chat_id IN (
    SELECT chat_id FROM deliveries
    WHERE edition_id = :edition_id AND state IN ('pending', 'wire') AND due_at <= :now
    ORDER BY due_at, chat_id
    LIMIT :limit
)
RETURNING chat_id, state, tries, (
    SELECT s.language FROM subscriptions AS s WHERE s.chat_id = deliveries.chat_id AND s.ended_at IS NULL
) AS language;

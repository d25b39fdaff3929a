-- The outbox of deeds in groups, in SQLite's dialect.

-- name: claim(now, latest, until, limit)
-- Lease the deeds that are due, and return them. What is done to one person in one group keeps its order. A lease that
-- ends after `latest` was written by a clock that was ahead.
UPDATE group_deeds SET leased_until = :until, tries = tries + 1
WHERE id IN (
    SELECT d.id FROM group_deeds AS d
    WHERE d.due_at <= :now AND (d.leased_until <= :now OR d.leased_until > :latest) AND NOT EXISTS (
        SELECT 1 FROM group_deeds AS o
        WHERE o.chat_id = d.chat_id AND o.user_id = d.user_id AND o.user_id <> 0 AND o.id < d.id
    )
    ORDER BY d.due_at, d.id
    LIMIT :limit
)
RETURNING *;

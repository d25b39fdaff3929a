-- The planning queries in SQLite's dialect.

-- name: lock_edition(id)^
-- The edition, for planning. SQLite has one writer at a time, so the row is not locked.
SELECT id, kind, audience, priority, created_at, not_before, lifetime, cursor, planned, source, left_place, left_message,
       changed, repeats
FROM editions WHERE id = :id;

-- name: lock_digests()!
-- Nothing to lock: SQLite has one writer at a time.
SELECT 1;

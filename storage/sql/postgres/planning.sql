-- The planning queries in PostgreSQL's dialect.

-- name: lock_edition(id)^
-- The edition, for planning. Waits for a process that plans it now, and returns what that process committed. FOR NO KEY
-- UPDATE is enough, for no key changes, and a transaction that inserts a reference to the row does not wait for it.
SELECT id, kind, audience, priority, created_at, not_before, lifetime, cursor, planned, source, left_place, left_message,
       changed, repeats
FROM editions WHERE id = :id
FOR NO KEY UPDATE;

-- name: lock_digests()!
-- Keep the digests that are being planned as they are.
SELECT id FROM editions WHERE finished = 0 AND planned = 0 AND kind = 'digest' ORDER BY id FOR NO KEY UPDATE;

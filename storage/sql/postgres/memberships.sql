-- The queries of memberships in PostgreSQL's dialect.

-- name: lock_admins()
-- The stored admins, kept as they are until the transaction ends. The order of the locks is that of the ids.
SELECT * FROM readers WHERE role = 'admin' ORDER BY id FOR UPDATE;

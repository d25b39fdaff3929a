-- The queries of memberships in SQLite's dialect.

-- name: lock_admins()
-- The stored admins. One transaction writes at a time, so nobody else changes them meanwhile.
SELECT * FROM readers WHERE role = 'admin' ORDER BY id;

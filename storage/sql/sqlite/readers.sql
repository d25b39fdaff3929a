-- The queries of readers in SQLite's dialect.

-- name: with_roles(roles)
-- The readers who have one of some roles (a JSON array).
SELECT * FROM readers
WHERE role IN (SELECT value FROM json_each(:roles))
ORDER BY id;

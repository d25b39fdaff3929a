-- The queries of readers in PostgreSQL's dialect.

-- name: with_roles(roles)
-- The readers who have one of some roles (a JSON array).
SELECT * FROM readers
WHERE role IN (SELECT json_array_elements_text(CAST(:roles AS JSON)))
ORDER BY id;

-- What PostgreSQL says its own way: rows are locked, because other processes write at the same time.

-- name: to_correct()
-- The articles whose sent copies are to be edited, and the editions that sent them.
SELECT number, edition_id FROM articles WHERE to_correct = 1 ORDER BY number
FOR UPDATE;

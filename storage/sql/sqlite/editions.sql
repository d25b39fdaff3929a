-- What SQLite says its own way: its one writer needs no row locks.

-- name: to_correct()
-- The articles whose sent copies are to be edited, and the editions that sent them.
SELECT number, edition_id FROM articles WHERE to_correct = 1 ORDER BY number;

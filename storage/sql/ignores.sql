-- Whom a reader ignores: nothing that the ignored reader writes is shown to this one.

-- name: add(reader_id, ignored_id, at)!
-- Ignore somebody; a second time changes nothing.
INSERT INTO ignores (reader_id, ignored_id, at) VALUES (:reader_id, :ignored_id, :at)
ON CONFLICT DO NOTHING;

-- name: find(reader_id, ignored_id)$
-- The id of the entry for this person; no row if the person is not ignored.
SELECT id FROM ignores WHERE reader_id = :reader_id AND ignored_id = :ignored_id;

-- name: remove(reader_id, id)!
-- Show what this person writes again.
DELETE FROM ignores WHERE reader_id = :reader_id AND id = :id;

-- name: count(reader_id)$
-- How many the reader ignores.
SELECT COUNT(*) FROM ignores WHERE reader_id = :reader_id;

-- name: of(reader_id)
-- Everybody whom the reader ignores.
SELECT ignored_id FROM ignores WHERE reader_id = :reader_id;

-- name: page(reader_id, before, limit)
-- Whom the reader ignores, with their names, the latest first.
SELECT i.id, COALESCE(r.name, '') AS name FROM ignores AS i LEFT JOIN readers AS r ON r.id = i.ignored_id
WHERE i.reader_id = :reader_id AND i.id < :before
ORDER BY i.id DESC
LIMIT :limit;

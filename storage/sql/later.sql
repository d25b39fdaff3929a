-- What persons have put aside for an evening: a row for a person and an article, until the person is told (`due_at`).

-- name: add(reader_id, article, at, due_at)$
-- Put an article aside; no row if it is aside already.
INSERT INTO later (reader_id, article, at, due_at) VALUES (:reader_id, :article, :at, :due_at)
ON CONFLICT DO NOTHING
RETURNING article;

-- name: remove(reader_id, article)$
-- Put it aside no more; no row if it was not.
DELETE FROM later WHERE reader_id = :reader_id AND article = :article RETURNING article;

-- name: count(reader_id)$
-- How many articles a person has put aside.
SELECT COUNT(*) FROM later WHERE reader_id = :reader_id;

-- name: move(reader_id, now, due_at)!
-- What is not due yet is due at another time.
UPDATE later SET due_at = :due_at WHERE reader_id = :reader_id AND due_at > :now;

-- name: has_due(now)$
-- A row if something is due.
SELECT 1 FROM later WHERE due_at <= :now LIMIT 1;

-- name: correct_due(now, latest)!
-- Tell now what a clock which was ahead has put off for longer than to the next evening.
UPDATE later SET due_at = :now WHERE due_at > :latest;

-- Stop phrases: words and phrases that hold a comment. Two phrases with the same key find the same words.

-- name: every()
-- All phrases, in the order in which they were added.
SELECT id, text, added_by, added_at FROM stop_phrases ORDER BY id;

-- name: get(id)^
-- One phrase.
SELECT id, text, added_by, added_at FROM stop_phrases WHERE id = :id;

-- name: add(text, key, by, at)$
-- Add a phrase and return its id; no row if there is one with its key.
INSERT INTO stop_phrases (text, key, added_by, added_at) VALUES (:text, :key, :by, :at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: remove(id)$
-- Remove a phrase and return its text; no row if it is removed already.
DELETE FROM stop_phrases WHERE id = :id
RETURNING text;

-- The reasons that the newsroom uses often.

-- name: all()
-- Every macro.
SELECT id, text FROM macros ORDER BY id;

-- name: add(text)!
-- Insert a macro.
INSERT INTO macros (text) VALUES (:text);

-- name: drop(id)$
-- Delete a macro; no row if there is none.
DELETE FROM macros WHERE id = :id RETURNING id;

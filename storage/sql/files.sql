-- Files that Telegram has stored: sent again by their id, they need not be uploaded again.

-- name: keep(source, kind, file_id, at)*!
-- Store the id of a file.
INSERT INTO files (source, kind, file_id, at) VALUES (:source, :kind, :file_id, :at)
ON CONFLICT (source, kind) DO UPDATE SET file_id = excluded.file_id, at = excluded.at;

-- name: newest(limit)
-- The files that were stored last.
SELECT source, kind, file_id FROM files ORDER BY at DESC, source, kind LIMIT :limit;

-- name: forget()!
-- Delete every id.
DELETE FROM files;

-- Files: the ids under which Telegram has stored them, which belong to one bot, and the bytes of pictures.

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

-- name: expect(source, at)*!
-- The bytes of a picture are to be fetched, unless they are stored or were tried already.
INSERT INTO pictures (source, due_at) VALUES (:source, :at) ON CONFLICT (source) DO NOTHING;

-- name: store(source, content)!
-- Store the bytes of a picture.
INSERT INTO pictures (source, content) VALUES (:source, :content)
ON CONFLICT (source) DO UPDATE SET content = excluded.content, due_at = NULL, error = NULL;

-- name: content(source)$
-- The bytes of a picture, NULL if they are not stored.
SELECT content FROM pictures WHERE source = :source;

-- name: due(now, limit)
-- The pictures whose bytes are to be fetched, with the ids that they have at Telegram.
SELECT p.source, f.kind, f.file_id, p.tries
FROM pictures AS p
JOIN files AS f ON f.source = p.source
WHERE p.content IS NULL AND p.due_at IS NOT NULL AND p.due_at <= :now
ORDER BY p.due_at
LIMIT :limit;

-- name: postpone(source, due_at, error)!
-- Fetching the bytes of a picture has failed; without a `due_at` nobody tries again.
UPDATE pictures SET tries = tries + 1, due_at = :due_at, error = :error WHERE source = :source AND content IS NULL;

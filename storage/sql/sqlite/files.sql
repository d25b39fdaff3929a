-- The queries of files in SQLite's dialect.

-- name: ids(sources)
-- The ids of some files.
SELECT source, kind, file_id FROM files WHERE source IN (SELECT value FROM json_each(:sources));

-- The queries of files in PostgreSQL's dialect.

-- name: ids(sources)
-- The ids of some files.
SELECT source, kind, file_id FROM files
WHERE source IN (SELECT json_array_elements_text(CAST(:sources AS JSON)));

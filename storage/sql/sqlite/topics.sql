-- The topic queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: lock_order()!
-- Nothing to lock.
SELECT 1;

-- name: locked(ids)
-- Some topics, merged ones too.
SELECT id, name, position, merged_into FROM topics WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id;

-- name: stale()^
-- A topic whose name has copies to be renewed, and from which article on.
SELECT id, refresh_after FROM topics WHERE refresh_after IS NOT NULL LIMIT 1;

-- name: lock_article(number)$
-- The number of an article, if it exists.
SELECT number FROM articles WHERE number = :number;

-- The topic queries in PostgreSQL's dialect. Topics are locked before articles: docs/decisions/0022.

-- name: lock_order()!
-- Lock topics against every change, until the transaction ends; they can be read meanwhile.
LOCK TABLE topics IN SHARE ROW EXCLUSIVE MODE;

-- name: locked(ids)
-- Some topics, merged ones too. Nobody renames or merges them until the transaction ends.
SELECT id, name, position, merged_into FROM topics
WHERE id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))))
ORDER BY id
FOR SHARE;

-- name: stale()^
-- A topic whose name has copies to be renewed, and from which article on; none that another process works on.
-- The update locks the table before the row, as `lock_order` does.
UPDATE topics SET refresh_after = refresh_after
WHERE id = (SELECT id FROM topics WHERE refresh_after IS NOT NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, refresh_after;

-- name: lock_article(number)$
-- The number of an article, if it exists; nobody changes it until the transaction ends.
SELECT number FROM articles WHERE number = :number FOR NO KEY UPDATE;

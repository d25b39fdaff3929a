-- The queries of items in PostgreSQL's dialect: a list is one JSON parameter.

-- name: known(source_id, keys, addresses, feeds)
-- The items of a source with one of the keys or feed hashes, and the items of every source with one of the addresses; an
-- item may come several times. OFFSET 0 keeps the planner from reading all items of a source.
SELECT i.* FROM json_array_elements_text(CAST(:keys AS JSON)) AS c(value)
CROSS JOIN LATERAL (SELECT * FROM source_items WHERE source_id = :source_id AND key = c.value OFFSET 0) AS i
UNION ALL
SELECT i.* FROM json_array_elements_text(CAST(:feeds AS JSON)) AS c(value)
CROSS JOIN LATERAL (SELECT * FROM source_items WHERE source_id = :source_id AND feed_hash = c.value OFFSET 0) AS i
UNION ALL
SELECT i.* FROM json_array_elements_text(CAST(:addresses AS JSON)) AS c(value)
CROSS JOIN LATERAL (SELECT * FROM source_items WHERE address_hash = c.value OFFSET 0) AS i;

-- name: lock_text(text_hash)$
-- Let one transaction at a time store an item with this text.
SELECT pg_advisory_xact_lock(7332, hashtext(:text_hash));

-- name: forget(before, limit)
-- Forget items that were last seen before then.
DELETE FROM source_items WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM source_items WHERE seen_at < :before
    ORDER BY seen_at LIMIT :limit
    FOR UPDATE SKIP LOCKED
))
RETURNING key;

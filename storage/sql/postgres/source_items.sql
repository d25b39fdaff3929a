-- The queries of items in PostgreSQL's dialect: a list is one JSON parameter.

-- name: known(source_id, keys, addresses, feeds)
-- The items of a source with one of the keys or feed hashes, and the items of every source with one of the addresses.
SELECT * FROM source_items
WHERE source_id = :source_id AND key IN (SELECT json_array_elements_text(CAST(:keys AS JSON)))
UNION
SELECT * FROM source_items
WHERE source_id = :source_id AND feed_hash IN (SELECT json_array_elements_text(CAST(:feeds AS JSON)))
UNION
SELECT * FROM source_items
WHERE address_hash IN (SELECT json_array_elements_text(CAST(:addresses AS JSON)));

-- name: forget(before, limit)
-- Forget items that were last seen before then.
DELETE FROM source_items WHERE (source_id, key) IN (
    SELECT source_id, key FROM source_items WHERE seen_at < :before
    ORDER BY seen_at LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
RETURNING key;

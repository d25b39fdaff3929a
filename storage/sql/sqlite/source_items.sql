-- The queries of items in SQLite's dialect: a list is one JSON parameter.

-- name: known(source_id, keys, addresses, feeds)
-- The items of a source with one of the keys or feed hashes, and the items of every source with one of the addresses.
SELECT * FROM source_items
WHERE source_id = :source_id AND key IN (SELECT value FROM json_each(:keys))
UNION
SELECT * FROM source_items
WHERE source_id = :source_id AND feed_hash IN (SELECT value FROM json_each(:feeds))
UNION
SELECT * FROM source_items
WHERE address_hash IN (SELECT value FROM json_each(:addresses));

-- name: forget(before, limit)
-- Forget items that were last seen before then.
DELETE FROM source_items WHERE (source_id, key) IN (
    SELECT source_id, key FROM source_items WHERE seen_at < :before ORDER BY seen_at LIMIT :limit
)
RETURNING key;

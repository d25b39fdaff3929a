-- The queries of items in SQLite's dialect: a list is one JSON parameter.

-- name: known(source_id, keys, addresses, feeds)
-- The items of a source with one of the keys or feed hashes, and the items of every source with one of the addresses; an
-- item may come several times.
SELECT i.* FROM json_each(:keys) CROSS JOIN source_items AS i
WHERE i.source_id = :source_id AND i.key = value
UNION ALL
SELECT i.* FROM json_each(:feeds) CROSS JOIN source_items AS i
WHERE i.source_id = :source_id AND i.feed_hash = value
UNION ALL
SELECT i.* FROM json_each(:addresses) CROSS JOIN source_items AS i
WHERE i.address_hash = value;

-- name: lock_text(text_hash)$
-- Nothing: one transaction writes at a time.
SELECT 1 WHERE :text_hash = '';

-- name: forget(before, limit)
-- Forget items that were last seen before then.
DELETE FROM source_items WHERE (source_id, key) IN (
    SELECT source_id, key FROM source_items WHERE seen_at < :before ORDER BY seen_at LIMIT :limit
)
RETURNING key;

-- The items of sources, and which article each became.

-- name: same_text(text_hash, since)^
-- An item with the same text of its article, which was seen lately; the earliest article of them.
SELECT * FROM source_items
WHERE text_hash = :text_hash AND article IS NOT NULL AND seen_at >= :since
ORDER BY article
LIMIT 1;

-- name: has_looks(source_id, after, now)$
-- A row if the page of an item is to be looked at again, and was so for no longer than since `after`.
SELECT 1 FROM source_items WHERE source_id = :source_id AND look_at > :after AND look_at <= :now LIMIT 1;

-- name: store(source_id, key, article, quiet, done, own, address_hash, feed_hash, text_hash, seen_at, read_at, look_at)*!
-- Store items; a known one is replaced.
INSERT INTO source_items (
    source_id, key, article, quiet, done, own, address_hash, feed_hash, text_hash, seen_at, read_at, look_at
)
VALUES (
    :source_id, :key, :article, :quiet, :done, :own, :address_hash, :feed_hash, :text_hash, :seen_at, :read_at, :look_at
)
ON CONFLICT (source_id, key) DO UPDATE SET
    article = excluded.article, quiet = excluded.quiet, done = excluded.done, own = excluded.own,
    address_hash = excluded.address_hash, feed_hash = excluded.feed_hash, text_hash = excluded.text_hash,
    seen_at = excluded.seen_at, read_at = excluded.read_at, look_at = excluded.look_at;

-- name: touch(source_id, key, at, before)*!
-- Note when an item was seen, unless that was noted lately.
UPDATE source_items SET seen_at = :at WHERE source_id = :source_id AND key = :key AND seen_at < :before;

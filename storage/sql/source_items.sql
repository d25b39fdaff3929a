-- The items of sources, and which article each became.

-- name: same_text(text_hash, since)^
-- An item with the same text of its article, which was seen lately; the earliest article of them.
SELECT * FROM source_items
WHERE text_hash = :text_hash AND article IS NOT NULL AND seen_at >= :since
ORDER BY article
LIMIT 1;

-- name: store(source_id, key, article, quiet, done, own, address_hash, feed_hash, text_hash, seen_at)*!
-- Store items; a known one is replaced.
INSERT INTO source_items (source_id, key, article, quiet, done, own, address_hash, feed_hash, text_hash, seen_at)
VALUES (:source_id, :key, :article, :quiet, :done, :own, :address_hash, :feed_hash, :text_hash, :seen_at)
ON CONFLICT (source_id, key) DO UPDATE SET
    article = excluded.article, quiet = excluded.quiet, done = excluded.done, own = excluded.own,
    address_hash = excluded.address_hash, feed_hash = excluded.feed_hash, text_hash = excluded.text_hash,
    seen_at = excluded.seen_at;

-- name: touch(source_id, key, at, before)*!
-- Note when an item was seen, unless that was noted lately.
UPDATE source_items SET seen_at = :at WHERE source_id = :source_id AND key = :key AND seen_at < :before;

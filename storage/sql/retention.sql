-- Deleting what has been kept long enough, block by block.

-- name: waiting_cases(before, limit)
-- The comments that have waited for a moderator since before then, the longest first.
SELECT comment FROM (
    SELECT comment, opened_at FROM cases WHERE verdict IS NULL AND kind = 'comment' ORDER BY id LIMIT :limit
) AS waiting
WHERE opened_at < :before;

-- name: empty_ended(before, limit)
-- Empty a block of the comments that were removed or rejected before then.
UPDATE comments SET text = '', text_key = NULL, quote = '', picture = NULL, fingerprint = NULL, hook_reason = ''
WHERE id IN (SELECT id FROM comments WHERE removed_at < :before AND text <> '' ORDER BY removed_at LIMIT :limit)
RETURNING id;

-- name: delete_cases(before, limit)
-- Delete a block of the cases that were closed before then.
DELETE FROM cases WHERE id IN (SELECT id FROM cases WHERE judged_at < :before ORDER BY judged_at LIMIT :limit)
RETURNING id;

-- name: delete_complaints(before, limit)
-- Delete a block of the complaints that were settled before then.
DELETE FROM complaints
WHERE id IN (SELECT id FROM complaints WHERE judged_at < :before ORDER BY judged_at LIMIT :limit)
RETURNING id;

-- name: delete_appeals(before, limit)
-- Delete a block of the appeals that were made before then.
DELETE FROM appeals WHERE verdict_id IN (SELECT verdict_id FROM appeals WHERE at < :before ORDER BY at LIMIT :limit)
RETURNING verdict_id;

-- name: delete_verdicts(before, limit)
-- Delete those of the oldest verdicts that were given before then.
DELETE FROM verdicts
WHERE id IN (
    SELECT id FROM (SELECT id, at FROM verdicts ORDER BY id LIMIT :limit) AS waiting WHERE at < :before
)
RETURNING id;

-- name: delete_dialogues(before, limit)
-- Delete a block of the dialogues that nobody has gone on with since then.
DELETE FROM fsm
WHERE (chat_id, user_id) IN (SELECT chat_id, user_id FROM fsm WHERE at < :before ORDER BY at LIMIT :limit)
RETURNING user_id;

-- name: delete_nameless(now, limit)
-- Delete a block of the persons of whom only a ban or a silence was left that is over.
DELETE FROM readers
WHERE id IN (
    SELECT id FROM readers
    WHERE registered_at IS NULL AND name IS NULL AND language = '' AND known_since IS NULL
      AND COALESCE(restricted_until, 0) <= :now AND (role <> 'banned' OR role_until <= :now)
    ORDER BY id
    LIMIT :limit
)
RETURNING id;

-- name: forgotten_places(before, limit)
-- The places that were forgotten before then.
SELECT id FROM places WHERE forgotten_at < :before ORDER BY forgotten_at LIMIT :limit;

-- name: deliveries_of(place)
-- The deliveries of a place that are stored one by one, in the order of their editions.
SELECT edition_id, state FROM deliveries
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE folded = 0 AND audience <> 'outlets')
ORDER BY edition_id;

-- name: delete_delivery(edition_id, place)*!
-- Delete a delivery.
DELETE FROM deliveries WHERE edition_id = :edition_id AND place_id = :place;

-- name: delete_place(place)!
-- Delete a forgotten place.
DELETE FROM places WHERE id = :place AND forgotten_at IS NOT NULL;

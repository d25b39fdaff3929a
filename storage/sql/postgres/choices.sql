-- The queries of choices in PostgreSQL's dialect. Editions are locked before subscriptions, these by place.

-- name: lock_pushes()!
-- Wait for the processes that plan editions to all subscribers now, and keep these editions as they are.
SELECT id FROM editions
WHERE finished = 0 AND planned = 0 AND audience = 'subscribers' AND kind = 'headlines'
ORDER BY id
FOR NO KEY UPDATE;

-- name: in_block(edition, after, last, waiting)
-- The choices of subscribers in a block of places.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.tailored = 1 AND s.place_id > :after AND s.place_id <= :last
  AND s.after_edition < :edition AND (s.wakes_at IS NULL OR :waiting = 1)
  AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.edition_id = :edition AND d.place_id = s.place_id)
ORDER BY s.place_id
FOR NO KEY UPDATE OF s, c;

-- name: woken(now, limit)
-- The choices of places that waited until now; those that another process is waking are left out.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.wakes_at IS NOT NULL AND s.wakes_at <= :now
ORDER BY s.wakes_at, s.place_id
LIMIT :limit
FOR NO KEY UPDATE OF s, c SKIP LOCKED;

-- name: lock_row(place)!
-- Keep the subscription of a place as it is.
SELECT 1 FROM subscriptions WHERE place_id = :place FOR NO KEY UPDATE;

-- name: follows(numbers)
-- Which articles some articles (a JSON array) follow up.
SELECT number, follows FROM articles
WHERE number = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND follows > 0;

-- name: tellings(numbers, since)
-- Those of some articles (a JSON array) that wait for a push, or were pushed since then; with their source, and whether an
-- editor was asked about their story.
SELECT a.number, a.source_url, a.follows, a.pushed_in FROM articles AS a
LEFT JOIN editions AS e ON e.id = a.pushed_in
WHERE a.number = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON)))) AND a.status = 'published' AND (a.to_push = 1 OR e.created_at >= :since);

-- name: by_number(numbers)
-- Some pushed articles (a JSON array), as choices see them.
SELECT a.number, a.version, a.pushed_in, a.published_at, a.topics, a.source_url, a.follows, a.breaking, e.repeats
FROM articles AS a JOIN editions AS e ON e.id = a.pushed_in
WHERE a.number = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON)))) AND a.status = 'published';

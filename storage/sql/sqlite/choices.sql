-- The queries of choices in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: lock_pushes()!
-- Nothing to lock: SQLite has one writer at a time.
SELECT 1;

-- name: in_block(edition, after, last, waiting)
-- The choices of subscribers in a block of places.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s INDEXED BY subscriptions_tailored JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.tailored = 1 AND s.place_id > :after AND s.place_id <= :last
  AND s.after_edition < :edition AND (s.wakes_at IS NULL OR :waiting = 1)
  AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.edition_id = :edition AND d.place_id = s.place_id)
ORDER BY s.place_id;

-- name: woken(now, limit)
-- The choices of places that waited until now.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s INDEXED BY subscriptions_waking JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.wakes_at <= :now
ORDER BY s.wakes_at, s.place_id
LIMIT :limit;

-- name: lock_row(place)!
-- Nothing to lock: SQLite has one writer at a time.
SELECT :place;

-- name: follows(numbers)
-- Which articles some articles (a JSON array) follow up.
SELECT number, follows FROM articles WHERE number IN (SELECT value FROM json_each(:numbers)) AND follows > 0;

-- name: tellings(numbers, since)
-- Those of some articles (a JSON array) that wait for a push, or were pushed since then; with their source, and whether an
-- editor was asked about their story.
SELECT a.number, a.source_url, a.follows, a.pushed_in FROM articles AS a
LEFT JOIN editions AS e ON e.id = a.pushed_in
WHERE a.number IN (SELECT value FROM json_each(:numbers)) AND a.status = 'published' AND (a.to_push = 1 OR e.created_at >= :since);

-- name: by_number(numbers)
-- Some pushed articles (a JSON array), as choices see them.
SELECT a.number, a.version, a.pushed_in, a.published_at, a.topics, a.source_url, a.follows, a.breaking, e.repeats
FROM articles AS a JOIN editions AS e ON e.id = a.pushed_in
WHERE a.number IN (SELECT value FROM json_each(:numbers)) AND a.status = 'published';

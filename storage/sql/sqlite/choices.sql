-- The queries of choices in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: lock_pushes()
-- The editions to all subscribers that are not planned to their end.
SELECT id, cursor FROM editions INDEXED BY editions_unplanned
WHERE finished = 0 AND planned = 0 AND audience = 'subscribers' AND kind = 'headlines'
ORDER BY id;

-- name: in_block(edition, after, last, waiting)
-- The choices of subscribers in a block of places.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s INDEXED BY subscriptions_tailored JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.tailored = 1 AND s.place_id > :after AND s.place_id <= :last
  AND s.after_edition < :edition AND (s.wakes_at IS NULL OR :waiting = 1)
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

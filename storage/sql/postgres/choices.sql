-- The queries of choices in PostgreSQL's dialect. Editions are locked before subscriptions, these by place.

-- name: lock_pushes()
-- The editions to all subscribers that are not planned to their end.
SELECT id, cursor FROM editions
WHERE finished = 0 AND planned = 0 AND audience = 'subscribers' AND kind = 'headlines'
ORDER BY id
FOR NO KEY UPDATE;

-- name: in_block(edition, after, last, waiting)
-- The choices of subscribers in a block of places.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.tailored = 1 AND s.place_id > :after AND s.place_id <= :last
  AND s.after_edition < :edition AND (s.wakes_at IS NULL OR :waiting = 1)
ORDER BY s.place_id
FOR NO KEY UPDATE OF s;

-- name: woken(now, limit)
-- The choices of places that waited until now; those that another process is waking are left out.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM subscriptions AS s JOIN choices AS c ON c.place_id = s.place_id
WHERE s.ended_at IS NULL AND s.wakes_at IS NOT NULL AND s.wakes_at <= :now
ORDER BY s.wakes_at, s.place_id
LIMIT :limit
FOR NO KEY UPDATE OF s SKIP LOCKED;

-- name: lock_row(place)!
-- Keep the subscription of a place as it is.
SELECT 1 FROM subscriptions WHERE place_id = :place FOR NO KEY UPDATE;

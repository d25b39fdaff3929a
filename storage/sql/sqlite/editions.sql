-- The edition queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: to_push()
-- The articles that the next edition announces.
SELECT number, published_at FROM articles WHERE to_push = 1 AND status = 'published';

-- name: to_correct()
-- The articles whose sent copies are to be edited, with the editions that show them.
SELECT a.number, s.edition_id FROM articles AS a
LEFT JOIN edition_articles AS s ON s.article = a.number
WHERE a.to_correct = 1
ORDER BY a.number;

-- name: outdated(now)
-- The unfinished editions whose lifetime is over.
SELECT id FROM editions
WHERE finished = 0 AND stopped = 0 AND COALESCE(not_before, created_at) + lifetime <= :now
ORDER BY id;

-- name: cancel_pending(id, now, limit)
-- Cancel a block of the pending deliveries of a stopped edition, and return the places.
UPDATE deliveries SET state = 'cancelled', settled_at = :now, error = 'stopped'
WHERE edition_id = :id AND place_id IN (
    SELECT place_id FROM deliveries WHERE edition_id = :id AND state = 'pending' ORDER BY due_at, place_id LIMIT :limit
)
RETURNING place_id;

-- name: foldable(before)$
-- The oldest finished edition whose deliveries may be deleted: no correction of its copies is open or due. Posts are kept.
SELECT id FROM editions AS e
WHERE finished = 1 AND folded = 0 AND audience <> 'outlets' AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM editions AS c WHERE c.source = e.id AND c.finished = 0)
  AND NOT EXISTS (
    SELECT 1 FROM edition_articles AS s JOIN articles AS a ON a.number = s.article
    WHERE s.edition_id = e.id AND a.to_correct = 1
  )
ORDER BY id
LIMIT 1;

-- name: delete_block(id, limit)
-- Delete a block of an edition's deliveries and return their states.
DELETE FROM deliveries
WHERE edition_id = :id AND place_id IN (
    SELECT place_id FROM deliveries WHERE edition_id = :id ORDER BY place_id LIMIT :limit
)
RETURNING state, unknowns;

-- name: stopped()
-- The stopped editions that may still have pending deliveries. SQLite would take the index of all open editions.
SELECT id FROM editions INDEXED BY editions_stopped WHERE finished = 0 AND stopped = 1 AND next_due_at IS NOT NULL ORDER BY id;

-- name: lock_opening()!
-- Nothing to lock: SQLite has one writer at a time.
SELECT 1;

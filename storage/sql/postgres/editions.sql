-- The edition queries in PostgreSQL's dialect. Rows are locked, because other processes write at the same time.

-- name: to_push()
-- The articles that the next edition announces. A second process waits at the first row and then finds nothing;
-- SKIP LOCKED would let two processes split one batch into two editions. The numbers are sorted inside an array: the
-- connection forbids the planner to sort, and it would walk the whole archive in their order.
SELECT a.number, a.published_at
FROM unnest((
    SELECT array_agg(number ORDER BY number) FROM articles WHERE to_push = 1 AND status = 'published'
)) AS waiting (number)
JOIN articles AS a ON a.number = waiting.number AND a.to_push = 1 AND a.status = 'published'
FOR NO KEY UPDATE OF a;

-- name: to_correct()
-- The articles whose sent copies are to be edited, with the editions that show them.
SELECT a.number, s.edition_id FROM articles AS a
LEFT JOIN edition_articles AS s ON s.article = a.number
WHERE a.to_correct = 1
ORDER BY a.number
FOR NO KEY UPDATE OF a;

-- name: outdated(now)
-- The unfinished editions whose lifetime is over.
SELECT id FROM editions
WHERE finished = 0 AND stopped = 0 AND COALESCE(not_before, created_at) + lifetime <= :now
ORDER BY id
FOR NO KEY UPDATE;

-- name: cancel_pending(id, now, limit)
-- Cancel a block of the pending deliveries of a stopped edition, and return the places. Locked ones are being settled
-- or claimed; the next call looks at them again.
UPDATE deliveries SET state = 'cancelled', settled_at = :now, error = 'stopped'
WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM deliveries WHERE edition_id = :id AND state = 'pending'
    ORDER BY due_at, place_id
    LIMIT :limit
    FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING place_id;

-- name: foldable(before)$
-- The oldest finished edition whose deliveries may be deleted: no correction of its copies is open or due. Posts are kept. A second
-- process waits for the first, and then finds the deliveries that are left.
SELECT id FROM editions AS e
WHERE finished = 1 AND folded = 0 AND audience <> 'outlets' AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM editions AS c WHERE c.source = e.id AND c.finished = 0)
  AND NOT EXISTS (
    SELECT 1 FROM edition_articles AS s JOIN articles AS a ON a.number = s.article
    WHERE s.edition_id = e.id AND a.to_correct = 1
  )
ORDER BY id
LIMIT 1
FOR NO KEY UPDATE OF e;

-- name: delete_block(id, limit)
-- Delete a block of an edition's deliveries and return their states. By ctid: with a subquery of keys the planner would
-- join with the whole table.
DELETE FROM deliveries
WHERE ctid = ANY (ARRAY (SELECT ctid FROM deliveries WHERE edition_id = :id ORDER BY place_id LIMIT :limit))
RETURNING state, unknowns;

-- name: stopped()
-- The stopped editions that may still have pending deliveries.
SELECT id FROM editions WHERE finished = 0 AND stopped = 1 AND next_due_at IS NOT NULL ORDER BY id;

-- name: lock_opening()!
-- Editions to all subscribers are opened one after the other: whoever sees one sees all with smaller ids.
SELECT pg_advisory_xact_lock(7331, 29);

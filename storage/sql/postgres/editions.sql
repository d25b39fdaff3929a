-- The edition queries in PostgreSQL's dialect. Rows are locked, because other processes write at the same time.

-- name: to_correct()
-- The articles whose sent copies are to be edited, with the editions that sent them.
SELECT number, edition_id FROM articles WHERE to_correct = 1 ORDER BY number
FOR NO KEY UPDATE;

-- name: outdated(before)
-- The unfinished headlines that were opened before then.
SELECT id FROM editions WHERE finished = 0 AND stopped = 0 AND kind = 'headlines' AND created_at < :before ORDER BY id
FOR NO KEY UPDATE;

-- name: foldable(before)$
-- The oldest finished edition whose deliveries may be deleted: no correction of its copies is open or due. A second
-- process waits for the first, and then finds the deliveries that are left.
SELECT id FROM editions AS e
WHERE finished = 1 AND folded = 0 AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM editions AS c WHERE c.source = e.id AND c.finished = 0)
  AND NOT EXISTS (SELECT 1 FROM articles WHERE to_correct = 1 AND edition_id = e.id)
ORDER BY id
LIMIT 1
FOR NO KEY UPDATE OF e;

-- name: delete_block(id, limit)
-- Delete a block of an edition's deliveries and return their states. By ctid: with a subquery of keys the planner would
-- join with the whole table.
DELETE FROM deliveries
WHERE ctid = ANY (ARRAY (SELECT ctid FROM deliveries WHERE edition_id = :id ORDER BY chat_id LIMIT :limit))
RETURNING state, unknowns;

-- The edition queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: to_correct()
-- The articles whose sent copies are to be edited, with the editions that sent them.
SELECT number, edition_id FROM articles WHERE to_correct = 1 ORDER BY number;

-- name: outdated(before)
-- The unfinished headlines that were opened before then.
SELECT id FROM editions WHERE finished = 0 AND stopped = 0 AND kind = 'headlines' AND created_at < :before ORDER BY id;

-- name: foldable(before)$
-- The oldest finished edition whose deliveries may be deleted: no correction of its copies is open or due.
SELECT id FROM editions AS e
WHERE finished = 1 AND folded = 0 AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM editions AS c WHERE c.source = e.id AND c.finished = 0)
  AND NOT EXISTS (SELECT 1 FROM articles WHERE to_correct = 1 AND edition_id = e.id)
ORDER BY id
LIMIT 1;

-- name: delete_block(id, limit)
-- Delete a block of an edition's deliveries and return their states.
DELETE FROM deliveries
WHERE edition_id = :id AND chat_id IN (
    SELECT chat_id FROM deliveries WHERE edition_id = :id ORDER BY chat_id LIMIT :limit
)
RETURNING state, unknowns;

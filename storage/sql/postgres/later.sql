-- What is due of the articles put aside, in PostgreSQL's dialect. Rows are locked: other processes write at the same time.

-- name: take(now, limit)
-- Delete everything that is due of a block of persons, the longest due first, and return it. The smallest article of a
-- person is locked for all of them, so that no two processes share a person. Without the `+ 0` the planner would read
-- everything that is due for each block.
DELETE FROM later
WHERE due_at + 0 <= :now AND reader_id = ANY (ARRAY (
    SELECT l.reader_id FROM later AS l
    WHERE l.due_at <= :now AND NOT EXISTS (
        SELECT 1 FROM later AS o WHERE o.reader_id = l.reader_id AND o.article < l.article AND o.due_at <= :now
    )
    ORDER BY l.due_at, l.reader_id
    LIMIT :limit
    FOR UPDATE OF l SKIP LOCKED
))
RETURNING reader_id, article;

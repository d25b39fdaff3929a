-- What is due of the articles put aside, in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: take(now, limit)
-- Delete everything that is due of a block of persons, the longest due first, and return it. A person stands for the
-- own smallest article.
DELETE FROM later
WHERE due_at <= :now AND reader_id IN (
    SELECT l.reader_id FROM later AS l
    WHERE l.due_at <= :now AND NOT EXISTS (
        SELECT 1 FROM later AS o WHERE o.reader_id = l.reader_id AND o.article < l.article AND o.due_at <= :now
    )
    ORDER BY l.due_at, l.reader_id
    LIMIT :limit
)
RETURNING reader_id, article;

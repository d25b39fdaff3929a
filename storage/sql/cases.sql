-- Cases: what the moderators have to judge. A case is open while it has no verdict; a comment has at most one open case
-- of a kind.

-- name: open(kind, comment, version, article, author_id, causes, at)$
-- Open a case and return its id; the open case of the same comment and kind gets the new version and causes.
INSERT INTO cases (kind, comment, version, article, author_id, causes, opened_at)
VALUES (:kind, :comment, :version, :article, :author_id, :causes, :at)
ON CONFLICT (comment, kind) WHERE verdict IS NULL
DO UPDATE SET version = excluded.version, causes = excluded.causes
RETURNING id;

-- name: get(id)^
-- One case.
SELECT * FROM cases WHERE id = :id;

-- name: opened(after, limit)
-- Open cases, oldest first, from an id on (exclusive).
SELECT * FROM cases WHERE verdict IS NULL AND id > :after ORDER BY id LIMIT :limit;

-- name: of_comment(comment)
-- The open cases about a comment.
SELECT * FROM cases WHERE comment = :comment AND verdict IS NULL;

-- name: count_open(limit)$
-- How many cases are open, up to a limit.
SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE verdict IS NULL ORDER BY id LIMIT :limit) AS found;

-- name: close(id, verdict, by, at, reason)$
-- Close an open case; no row if it is closed.
UPDATE cases SET verdict = :verdict, judged_by = :by, judged_at = :at, reason = :reason
WHERE id = :id AND verdict IS NULL
RETURNING id;

-- name: reopen(id)$
-- Open a closed case again.
UPDATE cases SET verdict = NULL, judged_by = NULL, judged_at = NULL, reason = ''
WHERE id = :id AND verdict IS NOT NULL
RETURNING id;

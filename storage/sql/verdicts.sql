-- Verdicts of moderators. The comments and cases that a verdict changed have its id, so that it can be taken back.

-- name: add(ruling, person, by, at, comment, reason, until, role, role_until, restricted_until)$
-- Insert a verdict and return its id.
INSERT INTO verdicts (ruling, person, by_id, at, comment, reason, until, role, role_until, restricted_until)
VALUES (:ruling, :person, :by, :at, :comment, :reason, :until, :role, :role_until, :restricted_until)
RETURNING id;

-- name: get(id)^
-- One verdict.
SELECT * FROM verdicts WHERE id = :id;

-- name: tell(id, edition_id)!
-- This notice tells the author of a verdict.
UPDATE verdicts SET edition_id = :edition_id WHERE id = :id;

-- name: undo(id, at)$
-- Take a verdict back; no row if it was taken back already.
UPDATE verdicts SET undone_at = :at WHERE id = :id AND undone_at IS NULL
RETURNING id;

-- name: mark_comment(id, verdict_id, status_before)!
-- A verdict changed the status of a comment.
UPDATE comments SET verdict_id = :verdict_id, status_before = :status_before WHERE id = :id;

-- name: comments(verdict_id)
-- The comments that a verdict changed, with the status that each had before.
SELECT id, status_before FROM comments WHERE verdict_id = :verdict_id ORDER BY id;

-- name: remove_hidden(verdict_id, person, by, at)
-- Remove what a banned person has written. Hidden comments are not counted, so no counter changes.
UPDATE comments
SET status_before = status, status = 'removed', verdict_id = :verdict_id, removed_at = :at, removed_by = :by
WHERE author_id = :person AND status IN ('published', 'held') AND hidden = 1
RETURNING id;

-- name: restore_hidden(verdict_id)
-- Give the comments that a ban removed the status back that they had. They are still hidden, so no counter changes.
UPDATE comments
SET status = status_before, status_before = NULL, verdict_id = NULL, removed_at = NULL, removed_by = NULL
WHERE verdict_id = :verdict_id AND status = 'removed' AND hidden = 1
RETURNING id;

-- name: mark_case(id, verdict_id)!
-- A verdict closed a case.
UPDATE cases SET verdict_id = :verdict_id WHERE id = :id;

-- name: reopen_cases(verdict_id)
-- Open the cases again that a verdict closed, for the present versions of their comments.
UPDATE cases
SET verdict = NULL, judged_by = NULL, judged_at = NULL, reason = '', verdict_id = NULL, card_due = 1,
    version = COALESCE((SELECT version FROM comments WHERE comments.id = cases.comment), version)
WHERE verdict_id = :verdict_id
RETURNING id;

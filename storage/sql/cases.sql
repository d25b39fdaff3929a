-- Cases: what the moderators have to judge. A case is open while it has no verdict; a comment has at most one open case
-- of a kind.

-- name: open(kind, comment, version, article, author_id, causes, at)$
-- Open a case and return its id; the open case of the same comment and kind gets the new version and causes.
INSERT INTO cases (kind, comment, version, article, author_id, causes, opened_at)
VALUES (:kind, :comment, :version, :article, :author_id, :causes, :at)
ON CONFLICT (comment, kind) WHERE verdict IS NULL
DO UPDATE SET version = excluded.version, causes = excluded.causes, article = excluded.article, card_due = 1
RETURNING id;

-- name: open_article(version, article, causes, at)$
-- Open a case of reports on an article and return its id, or that of the open one.
INSERT INTO cases (kind, version, article, causes, opened_at) VALUES ('report', :version, :article, :causes, :at)
ON CONFLICT (article) WHERE verdict IS NULL AND comment IS NULL AND kind = 'report'
DO UPDATE SET version = excluded.version, card_due = 1
RETURNING id;

-- name: lock_open(id)$
-- Keep an open case as it is until the transaction ends; no row if it is closed.
UPDATE cases SET opened_at = opened_at WHERE id = :id AND verdict IS NULL
RETURNING id;

-- name: of_article(article)^
-- The open case of reports on an article.
SELECT * FROM cases WHERE article = :article AND verdict IS NULL AND comment IS NULL AND kind = 'report';

-- name: note_change(id)!
-- The card of a case shows an earlier state of it.
UPDATE cases SET card_due = 1 WHERE id = :id;

-- name: note_edit(comment)!
-- The cards of the open cases about a comment show an earlier version of it.
UPDATE cases SET card_due = 1 WHERE comment = :comment AND verdict IS NULL;

-- name: get(id)^
-- One case.
SELECT * FROM cases WHERE id = :id;

-- name: opened(after, limit, kind, cause)
-- Open cases, oldest first, from an id on (exclusive): all, those of a kind, or those whose causes are LIKE a pattern.
SELECT * FROM cases
WHERE verdict IS NULL AND id > :after AND kind = COALESCE(CAST(:kind AS TEXT), kind)
  AND causes LIKE COALESCE(CAST(:cause AS TEXT), '%')
ORDER BY id
LIMIT :limit;

-- name: of_author(author_id, limit)
-- The open cases about comments of a person, oldest first.
SELECT * FROM cases WHERE author_id = :author_id AND verdict IS NULL ORDER BY id LIMIT :limit;

-- name: closed_by(verdict_id, comment, kind)^
-- The case of a comment that a verdict closed.
SELECT * FROM cases WHERE verdict_id = :verdict_id AND comment = :comment AND kind = :kind;

-- name: count_groups()
-- How many open cases there are of each kind and set of causes.
SELECT kind, causes, COUNT(*) AS amount FROM cases WHERE verdict IS NULL GROUP BY kind, causes;

-- name: without_card(since, limit)
-- The open cases without a card that were opened since then, oldest first.
SELECT * FROM cases
WHERE verdict IS NULL AND edition_id IS NULL AND opened_at >= :since
ORDER BY opened_at, id
LIMIT :limit;

-- name: with_due_card(limit)
-- The cases whose card shows an earlier state.
SELECT * FROM cases WHERE card_due = 1 AND edition_id IS NOT NULL ORDER BY id LIMIT :limit;

-- name: put_card(id, edition_id)!
-- A notice shows the case as it is.
UPDATE cases SET edition_id = :edition_id, card_due = 0 WHERE id = :id;

-- name: card_shown(id)!
-- The card shows the present state of the case.
UPDATE cases SET card_due = 0 WHERE id = :id;

-- name: of_comment(comment)
-- The open cases about a comment.
SELECT * FROM cases WHERE comment = :comment AND verdict IS NULL;

-- name: count_open(limit)$
-- How many cases are open, up to a limit.
SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE verdict IS NULL ORDER BY id LIMIT :limit) AS found;

-- name: close(id, verdict, by, at, reason)$
-- Close an open case; no row if it is closed.
UPDATE cases SET verdict = :verdict, judged_by = :by, judged_at = :at, reason = :reason, card_due = 1
WHERE id = :id AND verdict IS NULL
RETURNING id;

-- name: reopen(id)$
-- Open a closed case again.
UPDATE cases SET verdict = NULL, judged_by = NULL, judged_at = NULL, reason = '', card_due = 1
WHERE id = :id AND verdict IS NOT NULL
RETURNING id;

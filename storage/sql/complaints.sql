-- Complaints: readers' reports of comments and articles. One is open while it has no finding and its case is open.

-- name: add(reporter_id, comment, article, version, grounds, weight, at, case_id, judged_at)$
-- Insert a complaint; no row if the person has complained of this version already.
INSERT INTO complaints (reporter_id, comment, article, version, grounds, weight, at, case_id, judged_at)
VALUES (:reporter_id, :comment, :article, :version, :grounds, :weight, :at, :case_id, :judged_at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: has(reporter_id, comment, article, version)$
-- A row if the person has complained of this version.
SELECT 1 FROM complaints
WHERE reporter_id = :reporter_id AND comment = :comment AND article = :article AND version = :version;

-- name: since(reporter_id, at)
-- When a person has complained since then, oldest first.
SELECT at FROM complaints WHERE reporter_id = :reporter_id AND at > :at ORDER BY at;

-- name: findings(reporter_id, since)
-- What became of those of a person's complaints since then that were judged.
SELECT finding FROM complaints WHERE reporter_id = :reporter_id AND at > :since AND finding IS NOT NULL;

-- name: is_cleared(comment, article, version)$
-- A row if a moderator has found nothing wrong with this version.
SELECT 1 FROM complaints
WHERE comment = :comment AND article = :article AND version = :version AND finding = 'unfounded'
LIMIT 1;

-- name: of_case(case_id)
-- The complaints of a case.
SELECT id, reporter_id, weight, grounds FROM complaints WHERE case_id = :case_id;

-- name: count(case_id)$
-- How many complaints a case has.
SELECT COUNT(*) FROM complaints WHERE case_id = :case_id;

-- name: settle(case_id, finding, at, version)
-- Store what became of the open complaints of a case, of one version or all; return whose each was.
UPDATE complaints SET finding = :finding, judged_at = :at
WHERE case_id = :case_id AND finding IS NULL AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING reporter_id;

-- name: tell(case_id, finding, edition_id)!
-- A notice tells the reporters of a case what was found.
UPDATE complaints SET edition_id = :edition_id WHERE case_id = :case_id AND finding = :finding;

-- name: reopen(case_id)
-- The complaints of a case wait for a moderator again; return the notice of each.
UPDATE complaints SET finding = NULL, judged_at = NULL WHERE case_id = :case_id
RETURNING edition_id;

-- name: overturn(verdict_id)!
-- The verdict that found these complaints justified was reversed.
UPDATE complaints SET finding = 'unfounded'
WHERE finding = 'founded' AND case_id IN (SELECT id FROM cases WHERE verdict_id = :verdict_id);

-- Appeals: what persons say against verdicts, once against each.

-- name: add(verdict_id, case_id, person, text, at)$
-- Insert an appeal; no row if there is one against this verdict.
INSERT INTO appeals (verdict_id, case_id, person, text, at) VALUES (:verdict_id, :case_id, :person, :text, :at)
ON CONFLICT DO NOTHING
RETURNING verdict_id;

-- name: of_verdict(verdict_id)^
-- The appeal against a verdict.
SELECT * FROM appeals WHERE verdict_id = :verdict_id;

-- name: of_case(case_id)^
-- The appeal that a case is about.
SELECT * FROM appeals WHERE case_id = :case_id;

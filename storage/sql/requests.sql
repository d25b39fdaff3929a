-- Requests to be registered, where the moderators decide about each.

-- name: add(reader_id, name, name_key, language, article, at)$
-- Insert a request and return its id; no row if the person has one that waits.
INSERT INTO requests (reader_id, name, name_key, language, article, at)
VALUES (:reader_id, :name, :name_key, :language, :article, :at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: get(id)^
-- One request.
SELECT id, reader_id, name, name_key, language, article, at, verdict, judged_by, judged_at
FROM requests WHERE id = :id;

-- name: last_of(reader_id)^
-- The last request of a person.
SELECT id, reader_id, name, name_key, language, article, at, verdict, judged_by, judged_at
FROM requests WHERE reader_id = :reader_id ORDER BY id DESC LIMIT 1;

-- name: judge(id, verdict, by, at)$
-- Decide about a request that waits and return its id; no row if it does not wait.
UPDATE requests SET verdict = :verdict, judged_by = :by, judged_at = :at WHERE id = :id AND verdict IS NULL
RETURNING id;

-- name: withdraw(reader_id)!
-- Delete a person's requests.
DELETE FROM requests WHERE reader_id = :reader_id;

-- name: count_told(limit)$
-- How many requests wait of which the moderators have been told, a limit at most.
SELECT COUNT(*) FROM (SELECT 1 FROM requests WHERE verdict IS NULL AND told = 1 LIMIT :limit) AS found;

-- name: tell_next()^
-- Mark the oldest request of which the moderators have not been told, and return it.
UPDATE requests SET told = 1
WHERE id = (SELECT id FROM requests WHERE verdict IS NULL AND told = 0 ORDER BY id LIMIT 1) AND told = 0
RETURNING id, reader_id, name, name_key, language, article, at, verdict, judged_by, judged_at;

-- name: forget_before(at)!
-- Delete the requests that were decided before a time.
DELETE FROM requests WHERE verdict IS NOT NULL AND judged_at < :at;

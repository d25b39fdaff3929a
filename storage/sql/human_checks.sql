-- The human checks of people who register: one row for each person.

-- name: get(reader_id)^
-- The state of one person.
SELECT code, answer, at, tries, paused_until, passed_at FROM human_checks WHERE reader_id = :reader_id;

-- name: lock(reader_id)^
-- Keep a person's state as it is until the transaction ends, and return it; no row if there is none.
UPDATE human_checks SET tries = tries WHERE reader_id = :reader_id
RETURNING code, answer, at, tries, paused_until, passed_at;

-- name: put(reader_id, code, answer, at, tries, paused_until, passed_at)!
-- Store a person's state in place of the one before.
INSERT INTO human_checks (reader_id, code, answer, at, tries, paused_until, passed_at)
VALUES (:reader_id, :code, :answer, :at, :tries, :paused_until, :passed_at)
ON CONFLICT (reader_id) DO UPDATE
SET code = excluded.code, answer = excluded.answer, at = excluded.at, tries = excluded.tries,
    paused_until = excluded.paused_until, passed_at = excluded.passed_at;

-- name: forget(reader_id)!
-- Delete a person's state.
DELETE FROM human_checks WHERE reader_id = :reader_id;

-- name: forget_before(at)!
-- Delete the states that were stored before a time.
DELETE FROM human_checks WHERE at < :at;

-- Where the database was last served from, and the pushes that a copy of it believes unfinished.

-- name: stored()^
-- The fingerprint of the file or the tables, and the number of the last beat.
SELECT fingerprint, beat FROM identity WHERE id = 1;

-- name: replace(old, new)$
-- Store a new fingerprint and return it; no row if another process has replaced the old one.
UPDATE identity SET fingerprint = :new WHERE id = 1 AND fingerprint = :old RETURNING fingerprint;

-- name: beat()$
-- Count a beat and return its number.
UPDATE identity SET beat = beat + 1 WHERE id = 1 RETURNING beat;

-- name: hold_pushes()
-- Pause every unfinished push and return the ids. Corrections go on.
UPDATE editions SET paused = 1 WHERE finished = 0 AND stopped = 0 AND audience <> 'copies' AND listed = 1 RETURNING id;

-- name: forget_waiting()!
-- Nothing that was published until now waits for a place any more.
UPDATE subscriptions SET wakes_at = NULL WHERE ended_at IS NULL AND wakes_at IS NOT NULL;

-- name: stop_unlisted()
-- End every unfinished notice to the staff and return the ids: what they say was true when the copy was made.
UPDATE editions SET planned = 1, stopped = 1 WHERE finished = 0 AND stopped = 0 AND listed = 0 RETURNING id;

-- name: requeue(edition_id, at)!
-- Make the deliveries of an edition that were in flight pending again: they wait for the staff like all others.
UPDATE deliveries SET state = 'pending', leased_until = NULL, due_at = :at, unknowns = unknowns + 1
WHERE edition_id = :edition_id AND state = 'sending';

-- name: forget_later()!
-- Forget what persons have put aside for an evening: they may have been told since the copy was made, or will be.
DELETE FROM later;

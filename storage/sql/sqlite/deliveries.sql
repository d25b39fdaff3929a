-- The delivery queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: claim(editions, now, until, limit)
-- Claim due deliveries of some editions (a JSON array of ids), in the order of the array, then of time. Return them with
-- everything that sending needs. One that is too old gets the state 'expired' instead.
UPDATE deliveries
SET state = CASE WHEN expires_at <= :now THEN 'expired' ELSE 'sending' END,
    error = CASE WHEN expires_at <= :now THEN 'too old' ELSE error END,
    settled_at = CASE WHEN expires_at <= :now THEN :now END,
    leased_until = CASE WHEN expires_at <= :now THEN NULL ELSE :until END,
    claimed_at = CASE WHEN expires_at <= :now THEN claimed_at ELSE :now END,
    tries = tries + CASE WHEN expires_at <= :now THEN 0 ELSE 1 END
WHERE (edition_id, place_id) IN (
    SELECT d.edition_id, d.place_id
    FROM json_each(:editions) AS e
    CROSS JOIN deliveries AS d ON d.edition_id = e.value AND d.state = 'pending' AND d.due_at <= :now
    LIMIT :limit
)
RETURNING edition_id, place_id, state, tries, message_id, message_kind, album, variant, reply_to, closes_at, opens_at,
    (SELECT chat_id FROM places WHERE id = place_id) AS chat_id,
    (SELECT topic FROM places WHERE id = place_id) AS topic,
    (SELECT language FROM places WHERE id = place_id) AS language,
    (SELECT after_edition FROM subscriptions AS s WHERE s.place_id = deliveries.place_id AND s.ended_at IS NULL)
        AS subscribed_after;

-- name: advance(editions)
-- Store when the next pending delivery of some editions is due, NULL if they have none. Return both.
UPDATE editions SET next_due_at = (
    SELECT MIN(due_at) FROM deliveries WHERE edition_id = editions.id AND state = 'pending'
)
WHERE id IN (SELECT value FROM json_each(:editions))
RETURNING id, next_due_at;

-- name: release_lapsed(now)
-- Take back the deliveries whose lease has expired: they may have arrived. They are pending again, unless the edition
-- sends no such message again, or they are albums, which may have been sent by half.
UPDATE deliveries
SET state = CASE
        WHEN (SELECT stopped FROM editions WHERE id = edition_id) = 1 THEN 'cancelled'
        WHEN album = '[]' OR (SELECT resend FROM editions WHERE id = edition_id) = 0 THEN 'failed'
        ELSE 'pending'
    END,
    settled_at = CASE
        WHEN album = '[]' OR (SELECT stopped = 1 OR resend = 0 FROM editions WHERE id = edition_id) THEN :now
    END,
    error = 'lapsed', leased_until = NULL, unknowns = unknowns + 1
WHERE state = 'sending' AND leased_until <= :now
RETURNING edition_id, place_id;

-- name: renew(leases, until)
-- Extend the leases of tries (a JSON array of [edition, place, try]) that are still in flight; return these.
UPDATE deliveries SET leased_until = :until
FROM (
    SELECT json_extract(value, '$[0]') AS edition_id, json_extract(value, '$[1]') AS place_id,
        json_extract(value, '$[2]') AS tries
    FROM json_each(:leases)
) AS held
WHERE deliveries.edition_id = held.edition_id AND deliveries.place_id = held.place_id AND deliveries.tries = held.tries
  AND state NOT IN ('pending', 'sent', 'gone', 'failed', 'expired', 'cancelled')
RETURNING edition_id, place_id, tries;

-- name: earlier_copies(edition_id, places)
-- The messages that an edition left in some places (a JSON array).
SELECT place_id, message_id FROM deliveries
WHERE edition_id = :edition_id AND place_id IN (SELECT value FROM json_each(:places)) AND state = 'sent';

-- name: drained()
-- The planned editions that may have no open delivery. SQLite would take the index of all open editions.
SELECT id FROM editions INDEXED BY editions_draining
WHERE finished = 0 AND planned = 1 AND next_due_at IS NULL
ORDER BY id
LIMIT 100;

-- name: finish(id)$
-- Mark an edition finished if it is planned, not paused, and has no open delivery; return its id.
UPDATE editions SET finished = 1
WHERE id = :id AND finished = 0 AND planned = 1 AND paused = 0
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'pending')
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND edition_id + 0 = :id)
RETURNING id;

-- name: lock_editions(ids)!
-- Nothing to lock: SQLite has one writer at a time.
SELECT :ids;

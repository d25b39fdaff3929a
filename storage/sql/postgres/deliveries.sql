-- The delivery queries in PostgreSQL's dialect. Rows are locked, because other processes write at the same time; the
-- order of locks is in the docstring of `storage`. FOR NO KEY UPDATE is enough, for no key changes, and a transaction
-- that inserts a reference to the row does not wait for it.

-- name: lock_editions(ids)!
-- Lock some editions (a JSON array) before any delivery is locked.
SELECT id FROM editions
WHERE id = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))))
ORDER BY id
FOR NO KEY UPDATE;

-- name: claim(editions, now, until, limit)
-- Claim due deliveries of some editions (a JSON array of ids), in the order of the array, then of time; those that
-- another process is claiming are skipped. Return them with everything that sending needs. One that is too old gets the
-- state 'expired' instead.
--
-- Each edition is walked by its own subquery, which stops at the limit, and rows are found by ctid: only that is safe
-- with stale statistics. Of an edition opened since the last ANALYZE the planner expects one row, and would walk all of
-- them to find these.
UPDATE deliveries
SET state = CASE WHEN expires_at <= :now THEN 'expired' ELSE 'sending' END,
    error = CASE WHEN expires_at <= :now THEN 'too old' ELSE error END,
    settled_at = CASE WHEN expires_at <= :now THEN CAST(:now AS BIGINT) END,
    leased_until = CASE WHEN expires_at <= :now THEN NULL ELSE CAST(:until AS BIGINT) END,
    claimed_at = CASE WHEN expires_at <= :now THEN claimed_at ELSE CAST(:now AS BIGINT) END,
    tries = tries + CASE WHEN expires_at <= :now THEN 0 ELSE 1 END
WHERE ctid = ANY (ARRAY (
    SELECT due.ctid
    FROM json_array_elements_text(CAST(:editions AS JSON)) AS e (id)
    CROSS JOIN LATERAL (
        SELECT ctid FROM deliveries
        WHERE edition_id = CAST(e.id AS BIGINT) AND state = 'pending' AND due_at <= :now
        ORDER BY due_at, place_id
        LIMIT :limit
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS due
    LIMIT :limit
))
RETURNING edition_id, place_id, state, tries, message_id, message_kind, album, variant, reply_to, closes_at, opens_at,
    (SELECT chat_id FROM places WHERE id = place_id) AS chat_id,
    (SELECT topic FROM places WHERE id = place_id) AS topic,
    (SELECT language FROM places WHERE id = place_id) AS language,
    (SELECT after_edition FROM subscriptions AS s WHERE s.place_id = deliveries.place_id AND s.ended_at IS NULL)
        AS subscribed_after;

-- name: advance(editions)
-- Store when the next pending delivery of some editions is due, NULL if they have none. Return both. An edition
-- that another process has locked is left out: that process is adding a delivery, or does the same.
UPDATE editions SET next_due_at = (
    SELECT MIN(due_at) FROM deliveries WHERE edition_id = editions.id AND state = 'pending'
)
WHERE id = ANY (ARRAY (
    SELECT id FROM editions
    WHERE id = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:editions AS JSON))))
    FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING id, next_due_at;

-- name: release_lapsed(now)
-- Take back the deliveries whose lease has expired: they may have arrived. They are pending again, unless the edition
-- sends no such message again, or they are albums, which may have been sent by half. Locked ones are being settled; the next call looks at them again.
UPDATE deliveries AS d
SET state = CASE
        WHEN e.stopped = 1 THEN 'cancelled' WHEN d.album = '[]' OR e.resend = 0 THEN 'failed' ELSE 'pending'
    END,
    settled_at = CASE WHEN e.stopped = 1 OR d.album = '[]' OR e.resend = 0 THEN CAST(:now AS BIGINT) END,
    error = 'lapsed', leased_until = NULL, unknowns = d.unknowns + 1
FROM editions AS e
WHERE e.id = d.edition_id AND d.ctid = ANY (ARRAY (
    SELECT ctid FROM deliveries WHERE state = 'sending' AND leased_until <= :now
    ORDER BY leased_until
    LIMIT 1000
    FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING d.edition_id, d.place_id;

-- name: renew(leases, until)
-- Extend the leases of tries (a JSON array of [edition, place, try]) that are still in flight; return these.
UPDATE deliveries AS d SET leased_until = CAST(:until AS BIGINT)
FROM (
    SELECT CAST(value ->> 0 AS BIGINT) AS edition_id, CAST(value ->> 1 AS BIGINT) AS place_id,
        CAST(value ->> 2 AS BIGINT) AS tries
    FROM json_array_elements(CAST(:leases AS JSON)) AS given (value)
) AS held
WHERE d.edition_id = held.edition_id AND d.place_id = held.place_id AND d.tries = held.tries
  AND d.state NOT IN ('pending', 'sent', 'gone', 'failed', 'expired', 'cancelled')
RETURNING d.edition_id, d.place_id, d.tries;

-- name: earlier_copies(edition_id, places)
-- The messages that an edition left in some places (a JSON array).
SELECT place_id, message_id FROM deliveries
WHERE edition_id = :edition_id AND state = 'sent'
  AND place_id = ANY (ARRAY (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:places AS JSON))));

-- name: drained()
-- The planned editions that may have no open delivery.
SELECT id FROM editions WHERE finished = 0 AND planned = 1 AND next_due_at IS NULL ORDER BY id LIMIT 100;

-- name: finish(id)$
-- Mark an edition finished if it is planned, not paused, and has no open delivery; return its id. If it is locked, the
-- next claim does so.
UPDATE editions SET finished = 1
WHERE id = (
    SELECT id FROM editions
    WHERE id = :id AND finished = 0 AND planned = 1 AND paused = 0
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state = 'pending')
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND edition_id + 0 = :id)
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING id;

-- Deliveries on their way. 'pending' and 'sending' are open states, every other state is final.
--
-- `due_at`: when a delivery may be tried; unchanged while it is sent. `not_before`: the time it was planned for, if it
-- was planned for later. `expires_at`: when it is too old to be sent. `claimed_at`: when its last try began.
-- `leased_until`: when that try counts as lost, only while `state` is 'sending'. `settled_at`: when it became final.
-- `message_id` and `message_kind` (NULL for text) are the message that arrived; of an album `album` has all, as JSON, and an empty
-- list while it is sent.
--
-- Two partial indexes contain the open deliveries only: deliveries_pending (edition_id, due_at, place_id), and
-- deliveries_sending (leased_until, edition_id, place_id), which is always small. A query that searches open deliveries
-- names one state at a time, in the words of the index, or SQLite does not use it. A query that knows the place excludes
-- the other states instead: without fresh statistics PostgreSQL would walk the index through every open delivery,
-- although the primary key leads to one row. The statements that run for each delivery exclude them one by one, because
-- SQLite makes a table of a list (NOT IN) at each run.

-- name: due_editions(now, limit)
-- The editions that may have due deliveries: up to `limit` of each priority, the longest due first.
SELECT * FROM (
    SELECT id, priority, audience, resend, replies_to FROM editions
    WHERE priority = 0 AND next_due_at <= :now AND finished = 0 AND paused = 0 AND stopped = 0
    ORDER BY next_due_at, id
    LIMIT :limit
) AS urgent
UNION ALL
SELECT * FROM (
    SELECT id, priority, audience, resend, replies_to FROM editions
    WHERE priority = 1 AND next_due_at <= :now AND finished = 0 AND paused = 0 AND stopped = 0
    ORDER BY next_due_at, id
    LIMIT :limit
) AS breaking
UNION ALL
SELECT * FROM (
    SELECT id, priority, audience, resend, replies_to FROM editions
    WHERE priority = 2 AND next_due_at <= :now AND finished = 0 AND paused = 0 AND stopped = 0
    ORDER BY next_due_at, id
    LIMIT :limit
) AS normal
UNION ALL
SELECT * FROM (
    SELECT id, priority, audience, resend, replies_to FROM editions
    WHERE priority = 3 AND next_due_at <= :now AND finished = 0 AND paused = 0 AND stopped = 0
    ORDER BY next_due_at, id
    LIMIT :limit
) AS low;

-- name: has_unplanned()$
-- Whether an edition has deliveries that are still to be inserted.
SELECT 1 FROM editions WHERE finished = 0 AND paused = 0 AND planned = 0 ORDER BY priority, id LIMIT 1;

-- name: settle(edition_id, place_id, tries, state, due_at, settled_at, message_id, message_kind, album, error, unknown)*!
-- Store a delivery's result, unless a final one is stored. A result that asks for a retry counts only for the latest
-- try: a slow process must not call back the try that another process has in flight.
UPDATE deliveries
SET state = :state, due_at = COALESCE(:due_at, due_at), leased_until = NULL, settled_at = :settled_at,
    message_id = COALESCE(:message_id, message_id), message_kind = COALESCE(:message_kind, message_kind),
    album = COALESCE(:album, album), error = :error, unknowns = unknowns + :unknown
WHERE edition_id = :edition_id AND place_id = :place_id
  AND state <> 'sent' AND state <> 'gone' AND state <> 'failed' AND state <> 'expired' AND state <> 'cancelled'
  AND (:state <> 'pending' OR tries = :tries);

-- name: settle_sent(edition_id, place_id, message_id, at)*!
-- Store that a text arrived. Nearly every result is this one, so it has the shortest statement.
UPDATE deliveries
SET state = 'sent', leased_until = NULL, settled_at = :at, message_id = COALESCE(:message_id, message_id), error = NULL
WHERE edition_id = :edition_id AND place_id = :place_id
  AND state <> 'sent' AND state <> 'gone' AND state <> 'failed' AND state <> 'expired' AND state <> 'cancelled';

-- name: unlease(edition_id, place_id, state, error, at)*!
-- Give a claimed delivery that must not be sent a final state.
UPDATE deliveries SET state = :state, leased_until = NULL, settled_at = :at, error = :error
WHERE edition_id = :edition_id AND place_id = :place_id
  AND state <> 'sent' AND state <> 'gone' AND state <> 'failed' AND state <> 'expired' AND state <> 'cancelled';

-- name: put_back(edition_id, place_id, due_at)*!
-- Give a claimed delivery back that has to wait for another one: this was no try.
UPDATE deliveries SET state = 'pending', leased_until = NULL, due_at = :due_at, tries = tries - 1
WHERE edition_id = :edition_id AND place_id = :place_id
  AND state <> 'sent' AND state <> 'gone' AND state <> 'failed' AND state <> 'expired' AND state <> 'cancelled';

-- name: mark_album(edition_id, place_id)*!
-- Several messages are sent for a delivery. Until they have arrived, its album is an empty list.
UPDATE deliveries SET album = '[]' WHERE edition_id = :edition_id AND place_id = :place_id AND album IS NULL;

-- name: lower_due(id, due_at)*!
-- An edition has a delivery that is due then.
UPDATE editions SET next_due_at = :due_at WHERE id = :id AND (next_due_at IS NULL OR next_due_at > :due_at);

-- name: lapsed_editions(now)
-- The editions of the deliveries whose lease has expired, one row for each delivery.
SELECT edition_id FROM deliveries WHERE state = 'sending' AND leased_until <= :now ORDER BY leased_until LIMIT 1000;

-- name: release_leases(now)!
-- End every lease: the results of the deliveries in flight are unknown.
UPDATE deliveries SET leased_until = :now WHERE state = 'sending' AND leased_until > :now;

-- name: count_refusals(id, count, max)^
-- Count refusals of the message itself; a pausable edition that reaches `max` is paused. Return whether this call
-- reached it.
UPDATE editions
SET refusals = refusals + :count,
    paused = CASE WHEN refusals < :max AND refusals + :count >= :max THEN 1 ELSE paused END
WHERE id = :id AND finished = 0 AND stopped = 0 AND pausable = 1
RETURNING CASE WHEN refusals >= :max AND refusals - :count < :max THEN 1 ELSE 0 END AS reached;

-- name: checks_gone(id)$
-- Whether the edition is paused, if it is still watched whether too many of its first places are gone; else no row.
SELECT paused FROM editions WHERE id = :id AND gone_checked = 0 AND pausable = 1 AND audience = 'subscribers' AND finished = 0;

-- name: first_answers(id, limit)^
-- Of the first answers of an edition: how many there are, and how many say that the place is gone.
SELECT COUNT(*) AS answers, COALESCE(SUM(CASE WHEN state = 'gone' THEN 1 ELSE 0 END), 0) AS gone
FROM (
    SELECT state FROM deliveries WHERE edition_id = :id AND state IN ('sent', 'gone') ORDER BY place_id LIMIT :limit
) AS found;

-- name: stop_checking_gone(id)!
-- The first answers of an edition are in.
UPDATE editions SET gone_checked = 1 WHERE id = :id AND gone_checked = 0;

-- name: correct_leases(latest)!
-- No lease lasts longer than this: one that does was given by a clock that was ahead.
UPDATE deliveries SET leased_until = :latest WHERE state = 'sending' AND leased_until > :latest;

-- name: correct_editions(now)!
-- Editions opened by a clock that was ahead, or whose next delivery was put off by one, are looked at now.
UPDATE editions
SET created_at = CASE WHEN created_at > :now THEN :now ELSE created_at END,
    next_due_at = CASE WHEN next_due_at > :now THEN :now ELSE next_due_at END
WHERE finished = 0;

-- name: correct_waking(now, latest)!
-- Look anew at places that wait for longer than anybody can: a clock that was ahead has put them off.
UPDATE subscriptions SET wakes_at = :now WHERE ended_at IS NULL AND wakes_at IS NOT NULL AND wakes_at > :latest;

-- name: correct_due(now)
-- Make deliveries due whose next try was set by a clock that was ahead: the last try lies in the future, or there was
-- none. What was planned for later waits.
UPDATE deliveries SET due_at = CASE WHEN not_before > :now THEN not_before ELSE :now END
WHERE edition_id IN (SELECT id FROM editions WHERE finished = 0) AND state = 'pending' AND due_at > :now
  AND (not_before IS NULL OR due_at > not_before)
  AND (claimed_at IS NULL OR claimed_at > :now)
RETURNING edition_id;

-- What readers look at again.

-- name: variant_of(edition_id, chat_id, topic)$
-- The form in which a place got an edition; NULL for the usual one, no row for a place without a delivery.
SELECT d.variant FROM places AS p JOIN deliveries AS d ON d.place_id = p.id
WHERE p.chat_id = :chat_id AND p.topic = :topic AND d.edition_id = :edition_id;

-- The ledger. A state is final unless it is 'pending' or 'sending'.
--
-- `due_at` of a delivery is when it may be tried (pending), when its lease runs out (on the wire) or when
-- it was settled, `claimed_at` when its last try began: one index by (edition_id, due_at), of open deliveries only, finds whatever is due. A query that knows
-- the chat writes the same states the other way round (NOT IN): PostgreSQL, without fresh statistics, would else walk
-- that index through all that is open, where the primary key leads to one row.

-- name: open_edition(kind, shown, total, at)$
-- Write an edition down and return its id.
INSERT INTO editions (kind, shown, total, created_at) VALUES (:kind, :shown, :total, :at)
RETURNING id;

-- name: mark_pushed(number, edition_id)*!
-- Put an article into its edition.
UPDATE articles SET to_push = 0, edition_id = :edition_id WHERE number = :number;

-- name: edition(id)^
-- One edition.
SELECT id, kind, shown, total, created_at, cursor, planned, paused, stopped, finished, notice, source
FROM editions WHERE id = :id;

-- name: open_editions()
-- The editions that may have open deliveries: notices and corrections go before headlines, the older before the newer.
SELECT id, kind, stopped FROM editions WHERE finished = 0 AND paused = 0
ORDER BY CASE WHEN kind = 'headlines' THEN 1 ELSE 0 END, id;

-- name: unplanned()
-- The editions of which not every delivery is written yet, in the same order.
SELECT id FROM editions WHERE finished = 0 AND paused = 0 AND planned = 0
ORDER BY CASE WHEN kind = 'headlines' THEN 1 ELSE 0 END, id;

-- name: block(after, since, limit)^
-- The next block of chats, in order of their ids, that were subscribed by then: its last chat and its size.
SELECT MAX(chat_id) AS last, COUNT(*) AS size
FROM (
    SELECT chat_id FROM subscriptions
    WHERE ended_at IS NULL AND since <= :since AND chat_id > :after
    ORDER BY chat_id
    LIMIT :limit
) AS block;

-- name: plan(edition_id, created_at, after, last)
-- Write the deliveries of one block; who has one keeps it.
INSERT INTO deliveries (edition_id, chat_id, due_at)
SELECT :edition_id, chat_id, :created_at FROM subscriptions
WHERE ended_at IS NULL AND since <= :created_at AND chat_id > :after AND chat_id <= :last
ON CONFLICT DO NOTHING
RETURNING chat_id;

-- name: still_leaving(id, source, reading, before)$
-- Whether an edition, or an earlier correction of it, has something on the wire that was claimed too early to be sure of
-- the new words; or may still claim such, as long as there may be processes which have to read them (`reading` is 1).
SELECT 1 FROM editions AS e
WHERE (e.id = :source OR e.source = :source) AND e.id < :id AND e.finished = 0
  AND (:reading = 1 AND e.stopped = 0 OR EXISTS (
    SELECT 1 FROM deliveries
    WHERE edition_id = e.id AND state IN ('pending', 'sending') AND state = 'sending' AND claimed_at < :before
  ))
LIMIT 1;

-- name: block_of_copies(source, after, limit)^
-- The next block of chats that hold a copy, in order of their ids: its last chat and its size.
SELECT MAX(chat_id) AS last, COUNT(*) AS size
FROM (
    SELECT chat_id FROM deliveries
    WHERE edition_id = :source AND chat_id > :after AND state = 'sent'
    ORDER BY chat_id
    LIMIT :limit
) AS block;

-- name: plan_copies(edition_id, source, created_at, after, last)
-- Write the edits of one block of copies.
INSERT INTO deliveries (edition_id, chat_id, due_at, message_id)
SELECT :edition_id, chat_id, :created_at, message_id FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND chat_id > :after AND chat_id <= :last
ON CONFLICT DO NOTHING
RETURNING chat_id;

-- name: move_cursor(id, cursor, planned)!
-- Note how far an edition is planned.
UPDATE editions SET cursor = COALESCE(:cursor, cursor), planned = :planned WHERE id = :id;

-- name: settle(edition_id, chat_id, tries, state, due_at, message_id, error, unknown)*!
-- Write what became of a delivery, unless that is final already. What is put off by a process that came to itself late
-- must not call back what another one has on the wire by then.
UPDATE deliveries
SET state = :state, due_at = :due_at, message_id = COALESCE(:message_id, message_id), error = :error, unknowns = unknowns + :unknown
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled')
  AND (:state <> 'pending' OR tries = :tries);

-- name: settle_sent(edition_id, chat_id, message_id, at)*!
-- Write down that a delivery has arrived: what nearly all of them do, in the fewest words.
UPDATE deliveries SET state = 'sent', due_at = :at, message_id = COALESCE(:message_id, message_id), error = NULL
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: renew(edition_id, chat_id, tries, until)*!
-- Prolong the lease of a try that is still under way.
UPDATE deliveries SET due_at = :until
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('pending', 'sent', 'gone', 'failed', 'expired', 'cancelled') AND tries = :tries;

-- name: unfinished()
-- The editions that may have deliveries on the wire, held ones included.
SELECT id FROM editions WHERE finished = 0 ORDER BY id;

-- name: release_leases(edition_id, now)!
-- End the leases of an edition: what was on the wire is in doubt from now on.
UPDATE deliveries SET due_at = :now
WHERE edition_id = :edition_id AND state IN ('pending', 'sending') AND state = 'sending' AND due_at > :now;

-- name: cancel(edition_id, chat_id, error)*!
-- Cancel one delivery that must not be carried any more.
UPDATE deliveries SET state = 'cancelled', error = :error
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: cancel_pending(chat_id, error)!
-- Cancel the headlines that still wait for a chat. What is on the wire cannot be called back: its answer will be
-- written; corrections go on, for the copies are there.
UPDATE deliveries SET state = 'cancelled', error = :error
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND kind = 'headlines')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: copy_pending(chat_id, new_id)!
-- Plan what waits for a group anew for the supergroup it became; but no corrections, for the copies stay behind.
INSERT INTO deliveries (edition_id, chat_id, due_at, tries, unknowns)
SELECT edition_id, :new_id, due_at, tries, unknowns FROM deliveries
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND kind <> 'correction')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled')
ON CONFLICT DO NOTHING;

-- name: plan_moved_chat(chat_id, new_id)!
-- Plan a moved chat in editions whose cursor has passed its new id but not yet the old one: nobody else would.
INSERT INTO deliveries (edition_id, chat_id, due_at)
SELECT e.id, s.chat_id, e.created_at
FROM editions AS e
JOIN subscriptions AS s ON s.chat_id = :new_id AND s.ended_at IS NULL AND s.since <= e.created_at
WHERE e.finished = 0 AND e.planned = 0 AND e.cursor >= :new_id AND e.cursor < :chat_id
ON CONFLICT DO NOTHING;

-- name: reserve(now, span)$
-- Take a span of the send budget and return when it begins: one statement, so that no two processes share an instant.
UPDATE budget SET next_at = CASE WHEN next_at > :now THEN next_at ELSE :now END + :span
WHERE id = 1
RETURNING next_at - :span;

-- name: close_budget(until)!
-- Keep the send budget closed until then.
UPDATE budget SET next_at = :until WHERE id = 1 AND next_at < :until;

-- name: count_refusals(id, count, most)^
-- Count refusals of the message itself; too many of them hold the edition. A notice that is refused is not worth one.
UPDATE editions
SET refusals = refusals + :count,
    paused = CASE WHEN refusals < :most AND refusals + :count >= :most THEN 1 ELSE paused END
WHERE id = :id AND finished = 0 AND stopped = 0 AND kind <> 'notice'
RETURNING CASE WHEN refusals >= :most AND refusals - :count < :most THEN 1 ELSE 0 END AS held;

-- name: counts(edition_id)
-- How many deliveries of an edition are in each state.
SELECT state, COUNT(*) AS amount FROM deliveries WHERE edition_id = :edition_id GROUP BY state;

-- name: folded_counts(id)^
-- The counters of an edition.
SELECT sent, gone, failed, expired, cancelled FROM editions WHERE id = :id;

-- The ledger. A state is final unless it is 'pending' or 'wire'.
--
-- `due_at` of a delivery is when it may be tried (pending), when its lease runs out (on the wire) or when
-- it was settled: one index by (edition_id, due_at), of open deliveries only, finds whatever is due. A query that knows
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
SELECT id, kind, shown, total, created_at, cursor, planned FROM editions WHERE id = :id;

-- name: open_editions()
-- The editions that may have open deliveries, oldest first.
SELECT id FROM editions WHERE finished = 0 ORDER BY id;

-- name: unplanned()$
-- The oldest edition whose subscribers do not all have a delivery yet.
SELECT id FROM editions WHERE finished = 0 AND planned = 0 ORDER BY id LIMIT 1;

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

-- name: move_cursor(id, cursor, planned)!
-- Note how far an edition is planned.
UPDATE editions SET cursor = COALESCE(:cursor, cursor), planned = :planned WHERE id = :id;

-- name: finish(id)!
-- Close an edition that is planned and has nothing open any more.
UPDATE editions SET finished = 1
WHERE id = :id AND finished = 0 AND planned = 1
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :id AND state IN ('pending', 'wire'));

-- name: settle(edition_id, chat_id, tries, state, due_at, message_id, error, unknown)*!
-- Write what became of a delivery, unless that is final already. What is put off by a process that came to itself late
-- must not call back what another one has on the wire by then.
UPDATE deliveries
SET state = :state, due_at = :due_at, message_id = :message_id, error = :error, unknowns = unknowns + :unknown
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled')
  AND (:state <> 'pending' OR tries = :tries);

-- name: cancel(edition_id, chat_id, error)*!
-- Cancel one delivery that must not be carried any more.
UPDATE deliveries SET state = 'cancelled', error = :error
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: cancel_pending(chat_id, error)!
-- Cancel whatever still waits for a chat. What is on the wire cannot be called back: its answer will be written.
UPDATE deliveries SET state = 'cancelled', error = :error
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0)
  AND state NOT IN ('wire', 'sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: touch_unplanned()!
-- Wait for whoever is planning, and keep them waiting while a chat's id changes under the cursor.
UPDATE editions SET planned = planned WHERE finished = 0 AND planned = 0;

-- name: copy_pending(chat_id, new_id)!
-- Plan what waits for a group anew for the supergroup it became.
INSERT INTO deliveries (edition_id, chat_id, due_at, tries, unknowns)
SELECT edition_id, :new_id, due_at, tries, unknowns FROM deliveries
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0)
  AND state NOT IN ('wire', 'sent', 'gone', 'failed', 'expired', 'cancelled')
ON CONFLICT DO NOTHING;

-- name: catch_up(chat_id, new_id)!
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

-- name: hold(until)!
-- Keep the send budget closed until then.
UPDATE budget SET next_at = :until WHERE id = 1 AND next_at < :until;

-- name: counts(edition_id)
-- How many deliveries of an edition are in each state.
SELECT state, COUNT(*) AS amount FROM deliveries WHERE edition_id = :edition_id GROUP BY state;

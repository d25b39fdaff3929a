-- Editions and their deliveries. 'pending' and 'sending' are open states, every other state is final.
--
-- `due_at`: when a delivery may be tried; unchanged while it is sent. `claimed_at`: when its last try began.
-- `leased_until`: when that try counts as lost, only while `state` is 'sending'. `settled_at`: when it became final.
--
-- Two partial indexes contain the open deliveries only: deliveries_pending (edition_id, due_at, chat_id) and
-- deliveries_sending (edition_id, leased_until, chat_id). A query that searches open deliveries names one state at a
-- time, in the words of the index, or SQLite does not use it. A query that knows the chat excludes the other states
-- (NOT IN) instead: without fresh statistics PostgreSQL would walk the index through every open delivery, although the
-- primary key leads to one row.

-- name: has_unpushed()$
-- A row if a published article waits for an edition, by the partial index of these articles.
SELECT 1 FROM articles WHERE to_push = 1 AND status = 'published' LIMIT 1;

-- name: open_edition(kind, shown, total, at)$
-- Insert an edition and return its id.
INSERT INTO editions (kind, shown, total, created_at) VALUES (:kind, :shown, :total, :at)
RETURNING id;

-- name: mark_pushed(number, edition_id)*!
-- Assign an article to its edition.
UPDATE articles SET to_push = 0, edition_id = :edition_id WHERE number = :number;

-- name: edition(id)^
-- One edition.
SELECT id, kind, shown, total, created_at, cursor, planned, paused, stopped, finished, notice, source
FROM editions WHERE id = :id;

-- name: open_editions()
-- The editions that may have deliveries to claim: notices and corrections before headlines, then the oldest first.
SELECT id, kind, stopped FROM editions WHERE finished = 0 AND paused = 0
ORDER BY CASE WHEN kind = 'headlines' THEN 1 ELSE 0 END, id;

-- name: unplanned_editions()
-- The editions whose deliveries are not all inserted yet, in the same order.
SELECT id FROM editions WHERE finished = 0 AND paused = 0 AND planned = 0
ORDER BY CASE WHEN kind = 'headlines' THEN 1 ELSE 0 END, id;

-- name: next_block(after, since, limit)^
-- The last chat and the size of the next block of chats, by id, that were subscribed when the edition opened.
SELECT MAX(chat_id) AS last, COUNT(*) AS size
FROM (
    SELECT chat_id FROM subscriptions
    WHERE ended_at IS NULL AND since <= :since AND chat_id > :after
    ORDER BY chat_id
    LIMIT :limit
) AS block;

-- name: plan(edition_id, created_at, after, last)
-- Insert the deliveries of one block and return its chats; a chat that already has a delivery keeps it.
INSERT INTO deliveries (edition_id, chat_id, due_at)
SELECT :edition_id, chat_id, :created_at FROM subscriptions
WHERE ended_at IS NULL AND since <= :created_at AND chat_id > :after AND chat_id <= :last
ON CONFLICT DO NOTHING
RETURNING chat_id;

-- name: has_outdated_in_flight(id, source, may_be_cached, before)$
-- A row if old contents may still arrive after this correction (`id`) is planned: the edition, or an earlier correction
-- of it, has a delivery in flight that was claimed before every process had read the new contents; or it may still
-- claim one, while a process may still send cached contents (`may_be_cached` = 1).
SELECT 1 FROM editions AS e
WHERE (e.id = :source OR e.source = :source) AND e.id < :id AND e.finished = 0
  AND (:may_be_cached = 1 AND e.stopped = 0 OR EXISTS (
    SELECT 1 FROM deliveries WHERE edition_id = e.id AND state = 'sending' AND claimed_at < :before
  ))
LIMIT 1;

-- name: next_block_of_copies(source, after, limit)^
-- The last chat and the size of the next block of chats, by id, that received a copy.
SELECT MAX(chat_id) AS last, COUNT(*) AS size
FROM (
    SELECT chat_id FROM deliveries
    WHERE edition_id = :source AND chat_id > :after AND state = 'sent'
    ORDER BY chat_id
    LIMIT :limit
) AS block;

-- name: plan_copies(edition_id, source, created_at, after, last)
-- Insert the edits of one block of copies and return its chats; a copy without a message id cannot be edited.
INSERT INTO deliveries (edition_id, chat_id, due_at, message_id)
SELECT :edition_id, chat_id, :created_at, message_id FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND chat_id > :after AND chat_id <= :last
ON CONFLICT DO NOTHING
RETURNING chat_id;

-- name: move_cursor(id, cursor, planned)!
-- Store how far an edition is planned.
UPDATE editions SET cursor = COALESCE(:cursor, cursor), planned = :planned WHERE id = :id;

-- name: settle(edition_id, chat_id, tries, state, due_at, settled_at, message_id, error, unknown)*!
-- Store a delivery's result, unless a final one is stored. A result that asks for a retry counts only for the latest
-- try: a slow process must not call back the try that another process has in flight.
UPDATE deliveries
SET state = :state, due_at = COALESCE(:due_at, due_at), leased_until = NULL, settled_at = :settled_at,
    message_id = COALESCE(:message_id, message_id), error = :error, unknowns = unknowns + :unknown
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled')
  AND (:state <> 'pending' OR tries = :tries);

-- name: settle_sent(edition_id, chat_id, message_id, at)*!
-- Store that a delivery arrived. Nearly every result is this one, so it has the shortest statement.
UPDATE deliveries
SET state = 'sent', leased_until = NULL, settled_at = :at, message_id = COALESCE(:message_id, message_id), error = NULL
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: renew(edition_id, chat_id, tries, until)*!
-- Extend the lease of a try that is still in flight.
UPDATE deliveries SET leased_until = :until
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('pending', 'sent', 'gone', 'failed', 'expired', 'cancelled') AND tries = :tries;

-- name: unfinished_editions()
-- The editions that may have deliveries in flight, paused ones included.
SELECT id FROM editions WHERE finished = 0 ORDER BY id;

-- name: release_leases(edition_id, now)!
-- End the leases of an edition now: the results of its deliveries in flight are unknown.
UPDATE deliveries SET leased_until = :now WHERE edition_id = :edition_id AND state = 'sending' AND leased_until > :now;

-- name: cancel(edition_id, chat_id, error, at)*!
-- Cancel one claimed delivery that must not be sent.
UPDATE deliveries SET state = 'cancelled', leased_until = NULL, settled_at = :at, error = :error
WHERE edition_id = :edition_id AND chat_id = :chat_id
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: cancel_pending(chat_id, error, at)!
-- Cancel a chat's pending headlines. A delivery in flight cannot be called back, its result will be stored. Corrections
-- go on: the chat still shows the copies.
UPDATE deliveries SET state = 'cancelled', settled_at = :at, error = :error
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND kind = 'headlines')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: copy_pending(chat_id, new_id)!
-- Insert a group's pending deliveries for the supergroup it became. Corrections are left out: the copies stay in the
-- old group.
INSERT INTO deliveries (edition_id, chat_id, due_at, tries, unknowns)
SELECT edition_id, :new_id, due_at, tries, unknowns FROM deliveries
WHERE chat_id = :chat_id AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND kind <> 'correction')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled')
ON CONFLICT DO NOTHING;

-- name: plan_moved_chat(chat_id, new_id)!
-- Insert the deliveries of a moved chat in editions whose cursor is past its new id but not past its old one: the plan
-- would meet neither id.
INSERT INTO deliveries (edition_id, chat_id, due_at)
SELECT e.id, s.chat_id, e.created_at
FROM editions AS e
JOIN subscriptions AS s ON s.chat_id = :new_id AND s.ended_at IS NULL AND s.since <= e.created_at
WHERE e.finished = 0 AND e.planned = 0 AND e.cursor >= :new_id AND e.cursor < :chat_id
ON CONFLICT DO NOTHING;

-- name: reserve(now, span)$
-- Take a span of the send budget and return when it begins; one statement, so two processes never share an instant.
UPDATE budget SET next_at = CASE WHEN next_at > :now THEN next_at ELSE :now END + :span
WHERE id = 1
RETURNING next_at - :span;

-- name: close_budget(until)!
-- Close the send budget until then.
UPDATE budget SET next_at = :until WHERE id = 1 AND next_at < :until;

-- name: count_refusals(id, count, max)^
-- Count refusals of the message itself; an edition that reaches `max` is paused. Return whether this call reached it.
-- A notice is not paused: one refused notice does not matter.
UPDATE editions
SET refusals = refusals + :count,
    paused = CASE WHEN refusals < :max AND refusals + :count >= :max THEN 1 ELSE paused END
WHERE id = :id AND finished = 0 AND stopped = 0 AND kind <> 'notice'
RETURNING CASE WHEN refusals >= :max AND refusals - :count < :max THEN 1 ELSE 0 END AS reached;

-- name: counts(edition_id)
-- How many deliveries of an edition are in each state.
SELECT state, COUNT(*) AS amount FROM deliveries WHERE edition_id = :edition_id GROUP BY state;

-- name: folded_counts(id)^
-- The counters that an edition's deleted deliveries were folded into.
SELECT sent, gone, failed, expired, cancelled FROM editions WHERE id = :id;

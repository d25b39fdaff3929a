-- Editions as wholes: corrections, notices, pausing and stopping, folding of old deliveries.

-- name: open_correction(source, at)$
-- Insert a correction, which edits the copies that an edition sent, and return its id.
INSERT INTO editions (kind, shown, total, created_at, source)
SELECT 'correction', shown, total, :at, id FROM editions WHERE id = :source
RETURNING id;

-- name: mark_corrected(source)!
-- Clear the marks of an edition's changed articles: a correction is opened for them.
UPDATE articles SET to_correct = 0 WHERE edition_id = :source AND to_correct = 1;

-- name: superseded(source)
-- The unfinished corrections of an edition. A newer correction replaces them: it shows the newest contents.
SELECT id FROM editions WHERE source = :source AND finished = 0;

-- name: open_notice(notice, at)$
-- Insert a notice and return its id; it counts as planned, because its deliveries are inserted with it.
INSERT INTO editions (kind, shown, total, created_at, planned, notice) VALUES ('notice', '[]', 0, :at, 1, :notice)
RETURNING id;

-- name: add_notice_delivery(edition_id, chat_id, at)*!
-- Insert one delivery of a notice.
INSERT INTO deliveries (edition_id, chat_id, due_at) VALUES (:edition_id, :chat_id, :at) ON CONFLICT DO NOTHING;

-- name: newest(limit)
-- The newest editions that staff see: all but notices.
SELECT id, kind, shown, total, created_at, cursor, planned, paused, stopped, finished, notice, source
FROM editions WHERE kind <> 'notice' ORDER BY id DESC LIMIT :limit;

-- name: pause(id, paused)$
-- Pause or resume an edition and return its id; deliveries in flight are not called back.
UPDATE editions SET paused = :paused WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: stop(id)$
-- Stop an edition and return its id: nothing more is planned, and a delivery that asks for a retry is cancelled.
UPDATE editions SET planned = 1, paused = 0, stopped = 1 WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: stop_planning(id)!
-- Plan no more of an expired edition; its deliveries in flight go on.
UPDATE editions SET planned = 1, paused = 0 WHERE id = :id;

-- name: finish_pending(id, state, error, at)!
-- Give the pending deliveries of an edition a final state.
UPDATE deliveries SET state = :state, settled_at = :at, error = :error WHERE edition_id = :id AND state = 'pending';

-- name: unplanned_chats(since, after)$
-- How many chats that were subscribed when headlines opened are not planned yet.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL AND since <= :since AND chat_id > :after;

-- name: unplanned_copies(source, after)$
-- How many copies the plan of a correction has not reached.
SELECT COUNT(*) FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND chat_id > :after;

-- name: fold(id, sent, gone, failed, expired, cancelled, unknowns, folded)!
-- Add deleted deliveries to the edition's counters.
UPDATE editions
SET sent = sent + :sent, gone = gone + :gone, failed = failed + :failed, expired = expired + :expired,
    cancelled = cancelled + :cancelled, unknowns = unknowns + :unknowns, folded = :folded
WHERE id = :id;

-- Editions as wholes: corrections, notices, holding and ending them, folding old ones.

-- name: open_correction(source, at)$
-- Write down that the copies which an edition sent are to be edited, and return the correction's id.
INSERT INTO editions (kind, shown, total, created_at, source)
SELECT 'correction', shown, total, :at, id FROM editions WHERE id = :source
RETURNING id;

-- name: mark_corrected(source)!
-- Note that the copies of an edition's articles are being corrected.
UPDATE articles SET to_correct = 0 WHERE edition_id = :source AND to_correct = 1;

-- name: superseded(source)
-- The corrections of an edition that a newer one makes needless: both would show the same, the newest.
SELECT id FROM editions WHERE source = :source AND finished = 0;

-- name: open_notice(notice, at)$
-- Write a notice down and return its id.
INSERT INTO editions (kind, shown, total, created_at, planned, notice) VALUES ('notice', '[]', 0, :at, 1, :notice)
RETURNING id;

-- name: add_notice_delivery(edition_id, chat_id, at)*!
-- Write one delivery of a notice.
INSERT INTO deliveries (edition_id, chat_id, due_at) VALUES (:edition_id, :chat_id, :at) ON CONFLICT DO NOTHING;

-- name: newest(limit)
-- The newest editions, for the staff.
SELECT id, kind, shown, total, created_at, cursor, planned, paused, stopped, finished, notice, source
FROM editions WHERE kind <> 'notice' ORDER BY id DESC LIMIT :limit;

-- name: pause(id, paused)$
-- Hold an edition, or let it go on; what is on the way is not called back.
UPDATE editions SET paused = :paused WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: stop(id)$
-- End an edition: nothing more is planned, and what comes back is called off.
UPDATE editions SET planned = 1, paused = 0, stopped = 1 WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: stop_planning(id)!
-- Plan no more of an edition that has expired, and let what is on the wire come to its end.
UPDATE editions SET planned = 1, paused = 0 WHERE id = :id;

-- name: finish_pending(id, state, error)!
-- Give the deliveries of an edition that still wait a final state. Both conditions: SQLite takes the index of open
-- deliveries only where the query says the same as it.
UPDATE deliveries SET state = :state, error = :error WHERE edition_id = :id AND state IN ('pending', 'sending') AND state = 'pending';

-- name: unplanned_chats(since, after)$
-- How many chats subscribed by then the plan of headlines has not reached.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL AND since <= :since AND chat_id > :after;

-- name: unplanned_copies(source, after)$
-- How many copies the plan of a correction has not reached.
SELECT COUNT(*) FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND chat_id > :after;

-- name: fold(id, sent, gone, failed, expired, cancelled, unknowns, folded)!
-- Add forgotten deliveries to the edition's counters.
UPDATE editions
SET sent = sent + :sent, gone = gone + :gone, failed = failed + :failed, expired = expired + :expired,
    cancelled = cancelled + :cancelled, unknowns = unknowns + :unknowns, folded = :folded
WHERE id = :id;

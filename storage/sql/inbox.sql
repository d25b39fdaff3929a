-- Raw updates, stored before they are confirmed to Telegram.
--
-- A pending update is leased to its holder until `leased_until` (UTC epoch microseconds); then any process may claim it.

-- name: pending(after, limit)
-- Updates that are not handled yet, by ascending id.
SELECT update_id, chat_id, raw FROM inbox WHERE state = 'pending' AND update_id > :after
ORDER BY update_id
LIMIT :limit;

-- name: claimable_in_chat(chat_id, holder, now, limit)
-- Pending updates of a chat without a valid lease, by ascending id; none if another process has one of the chat.
SELECT update_id FROM inbox
WHERE state = 'pending' AND chat_id = :chat_id AND leased_until <= :now AND NOT EXISTS (
    SELECT 1 FROM inbox AS other
    WHERE other.chat_id = :chat_id AND other.state = 'pending' AND other.holder <> :holder AND other.leased_until > :now
)
ORDER BY update_id
LIMIT :limit;

-- name: release(holder)!
-- End the leases of one process.
UPDATE inbox SET leased_until = 0 WHERE state = 'pending' AND holder = :holder AND leased_until > 0;

-- name: release_all()!
-- End the leases of every process.
UPDATE inbox SET leased_until = 0 WHERE state = 'pending' AND leased_until > 0;

-- name: correct_leases(latest)
-- Shorten the leases that end later than any lease can.
UPDATE inbox SET leased_until = :latest WHERE state = 'pending' AND leased_until > :latest RETURNING update_id;

-- name: correct_stored_at(now)!
-- No update was stored in the future.
UPDATE inbox SET stored_at = :now WHERE stored_at > :now;

-- name: mark_done(update_id)*!
-- Mark an update handled and empty it: if it is delivered again, its id is enough to know it.
UPDATE inbox SET state = 'done', raw = '' WHERE update_id = :update_id AND state = 'pending';

-- name: mark_dead(update_id, error, at)!
-- Make an update that cannot be handled a dead letter, with the reason.
UPDATE inbox SET state = 'dead', error = :error, dead_at = :at WHERE update_id = :update_id;

-- name: count_dead()$
-- How many dead letters there are.
SELECT COUNT(*) FROM inbox WHERE state = 'dead';

-- name: delete_done(before)!
-- Delete handled updates that were stored before then.
DELETE FROM inbox WHERE state = 'done' AND stored_at < :before;

-- name: delete_dead(before)!
-- Delete dead letters that are such since before then. They were stored before that, which an index knows.
DELETE FROM inbox WHERE state = 'dead' AND stored_at < :before AND dead_at < :before;

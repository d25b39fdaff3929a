-- Raw updates, stored before Telegram is told that they arrived.
--
-- A pending update belongs to its holder while `leased_until` (UTC epoch microseconds) is to come, and to nobody after.

-- name: pending(after, limit)
-- Updates not handled yet, in order of their ids.
SELECT update_id, chat_id, raw FROM inbox WHERE state = 'pending' AND update_id > :after
ORDER BY update_id
LIMIT :limit;

-- name: release(holder)!
-- Let others take what a process holds.
UPDATE inbox SET leased_until = 0 WHERE state = 'pending' AND holder = :holder AND leased_until > 0;

-- name: release_all()!
-- Let others take what anybody holds.
UPDATE inbox SET leased_until = 0 WHERE state = 'pending' AND leased_until > 0;

-- name: mark_done(update_id)*!
-- Mark an update handled.
UPDATE inbox SET state = 'done' WHERE update_id = :update_id AND state = 'pending';

-- name: mark_dead(update_id, error, at)!
-- Lay an update that cannot be handled aside, with the reason.
UPDATE inbox SET state = 'dead', error = :error, dead_at = :at WHERE update_id = :update_id;

-- name: count_dead()$
-- How many were laid aside.
SELECT COUNT(*) FROM inbox WHERE state = 'dead';

-- name: last()$
-- The id kept last. Not the largest: after a week of silence Telegram may start anew at a smaller number
-- (https://core.telegram.org/bots/api#update), and confirming the old one would then drop the new ones.
SELECT update_id FROM inbox ORDER BY stored_at DESC, update_id DESC LIMIT 1;

-- name: delete_done(before)!
-- Remove what was handled and is older than that.
DELETE FROM inbox WHERE state = 'done' AND stored_at < :before;

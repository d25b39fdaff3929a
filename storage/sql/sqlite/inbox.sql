-- The inbox queries in SQLite's dialect: a list is one JSON parameter, read by json_each. SQLite has one writer at a
-- time, so nothing is locked.

-- name: lock_chats(chats)!
-- Nothing to lock: SQLite has one writer at a time.
SELECT :chats;

-- name: store(rows, holder, at, until)
-- Insert updates ([[update id, chat id, raw], …]) in one statement; return those that are new or leased to the holder.
-- New ones are leased to the holder, unless their chat has a pending update that is not: these wait to be claimed.
INSERT INTO inbox (update_id, chat_id, raw, stored_at, holder, leased_until)
SELECT
    json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), :at, :holder,
    CASE WHEN (
        SELECT 1 FROM inbox AS other
        WHERE other.chat_id = json_extract(value, '$[1]') AND other.state = 'pending'
          AND (other.holder <> :holder OR other.leased_until <= :at)
        LIMIT 1
    ) IS NULL THEN :until ELSE 0 END
FROM json_each(:rows)
WHERE true
ON CONFLICT (update_id) DO UPDATE SET leased_until = :until
WHERE inbox.state = 'pending' AND inbox.holder = :holder AND inbox.leased_until > :at
RETURNING update_id, leased_until;

-- name: claimable(holder, now, limit)
-- Pending updates without a valid lease, by ascending id, of chats in which no other process has one.
SELECT update_id FROM inbox
WHERE state = 'pending' AND leased_until <= :now AND NOT EXISTS (
    SELECT 1 FROM inbox AS other
    WHERE other.chat_id = inbox.chat_id AND other.state = 'pending'
      AND other.holder <> :holder AND other.leased_until > :now
)
ORDER BY update_id
LIMIT :limit;

-- name: claim(ids, holder, now, until)
-- Lease these updates to the holder and return them, without those that another process has leased meanwhile.
UPDATE inbox SET holder = :holder, leased_until = :until
WHERE update_id IN (SELECT value FROM json_each(:ids)) AND state = 'pending' AND leased_until <= :now
RETURNING update_id, chat_id, raw;

-- name: renew(ids, holder, until)
-- Extend the leases on these updates; return the ids still leased to the holder.
UPDATE inbox SET leased_until = :until
WHERE update_id IN (SELECT value FROM json_each(:ids)) AND state = 'pending' AND holder = :holder
RETURNING update_id;

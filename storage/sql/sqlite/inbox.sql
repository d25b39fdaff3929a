-- What SQLite says its own way: how rows come out of one JSON parameter; its one writer needs no locks.

-- name: lock_chats(chats)!
-- Nothing to wait for: whoever writes is alone.
SELECT :chats;

-- name: store(rows, holder, at, until)
-- Store updates ([[update id, chat id, raw], …]) in one statement; return those that are new or the holder's own. The
-- holder gets them, but for those whose chat has something pending that is not the holder's: these wait to be claimed.
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
-- Pending updates that nobody holds, the oldest first, of chats in which nobody else holds anything.
SELECT update_id FROM inbox
WHERE state = 'pending' AND leased_until <= :now AND NOT EXISTS (
    SELECT 1 FROM inbox AS other
    WHERE other.chat_id = inbox.chat_id AND other.state = 'pending'
      AND other.holder <> :holder AND other.leased_until > :now
)
ORDER BY update_id
LIMIT :limit;

-- name: claim(ids, holder, now, until)
-- Give these updates to the holder, unless somebody has taken them, or another of the chat, meanwhile.
UPDATE inbox SET holder = :holder, leased_until = :until
WHERE update_id IN (SELECT value FROM json_each(:ids)) AND state = 'pending' AND leased_until <= :now
RETURNING update_id, chat_id, raw;

-- name: renew(ids, holder, until)
-- Prolong the leases on these updates; return those that are still the holder's.
UPDATE inbox SET leased_until = :until
WHERE update_id IN (SELECT value FROM json_each(:ids)) AND state = 'pending' AND holder = :holder
RETURNING update_id;

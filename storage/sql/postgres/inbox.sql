-- What PostgreSQL says its own way: how rows come out of one JSON parameter, and how processes that store or claim at
-- the same instant keep a chat's order. Each locks the chats it is about, in a statement of its own before the one
-- that looks at them: a statement sees only what was committed when it began.

-- name: lock_chats(chats)!
-- Wait, until the transaction ends, for whoever stores or claims updates of these chats ([chat id, …], ascending).
SELECT pg_advisory_xact_lock(CAST(value AS BIGINT)) FROM json_array_elements_text(CAST(:chats AS JSON));

-- name: store(rows, holder, at, until)
-- Store updates ([[update id, chat id, raw], …]) in one statement; return those that are new or the holder's own. The
-- holder gets them, but for those whose chat has something pending that is not the holder's: these wait to be claimed.
-- Not by EXISTS, which the planner would answer for all chats at once, from everything that is pending.
INSERT INTO inbox (update_id, chat_id, raw, stored_at, holder, leased_until)
SELECT
    given.update_id, given.chat_id, given.raw, CAST(:at AS BIGINT), CAST(:holder AS TEXT),
    CASE WHEN (
        SELECT 1 FROM inbox AS other
        WHERE other.chat_id = given.chat_id AND other.state = 'pending'
          AND (other.holder <> CAST(:holder AS TEXT) OR other.leased_until <= CAST(:at AS BIGINT))
        LIMIT 1
    ) IS NULL THEN CAST(:until AS BIGINT) ELSE 0 END
FROM (
    SELECT CAST(value ->> 0 AS BIGINT) AS update_id, CAST(value ->> 1 AS BIGINT) AS chat_id, value ->> 2 AS raw
    FROM json_array_elements(CAST(:rows AS JSON))
) AS given
ON CONFLICT (update_id) DO UPDATE SET leased_until = CAST(:until AS BIGINT)
WHERE inbox.state = 'pending' AND inbox.holder = CAST(:holder AS TEXT) AND inbox.leased_until > CAST(:at AS BIGINT)
RETURNING update_id, leased_until;

-- name: claimable(holder, now, limit)
-- Pending updates that nobody holds, the oldest first, of chats in which nobody else holds anything; only of chats that
-- could be locked at once, which stay so until the transaction ends.
WITH open AS MATERIALIZED (
    SELECT update_id, chat_id FROM inbox
    WHERE state = 'pending' AND leased_until <= :now AND NOT EXISTS (
        SELECT 1 FROM inbox AS other
        WHERE other.chat_id = inbox.chat_id AND other.state = 'pending'
          AND other.holder <> :holder AND other.leased_until > :now
    )
    ORDER BY update_id
    LIMIT :limit
)
SELECT update_id FROM open WHERE pg_try_advisory_xact_lock(chat_id);

-- name: claim(ids, holder, now, until)
-- Give these updates to the holder, unless somebody has taken them, or another of the chat, meanwhile.
UPDATE inbox SET holder = :holder, leased_until = :until
WHERE update_id = ANY (ARRAY (
    SELECT update_id FROM inbox
    WHERE update_id = ANY (ARRAY (
            SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))
        ))
      AND state = 'pending' AND leased_until <= :now AND NOT EXISTS (
        SELECT 1 FROM inbox AS other
        WHERE other.chat_id = inbox.chat_id AND other.state = 'pending'
          AND other.holder <> :holder AND other.leased_until > :now
    )
    FOR UPDATE SKIP LOCKED
))
RETURNING update_id, chat_id, raw;

-- name: renew(ids, holder, until)
-- Prolong the leases on these updates; return those that are still the holder's.
UPDATE inbox SET leased_until = :until
WHERE update_id = ANY (ARRAY (
        SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))
    ))
  AND state = 'pending' AND holder = :holder
RETURNING update_id;

-- The inbox queries in PostgreSQL's dialect: a list is one JSON parameter. Processes may store or claim at the same
-- instant; so that a chat's order is kept, each first locks its chats, in a separate statement: a statement sees only
-- what was committed when it began.

-- name: lock_chats(chats)!
-- Lock these chats ([chat id, …], ascending) against processes that store or claim updates, until the transaction ends.
SELECT pg_advisory_xact_lock(CAST(value AS BIGINT)) FROM json_array_elements_text(CAST(:chats AS JSON));

-- name: store(rows, holder, at, until)
-- Insert updates ([[update id, chat id, raw], …]) in one statement; return those that are new or leased to the holder.
-- New ones are leased to the holder, unless their chat has a pending update that is not: these wait to be claimed.
-- Not by EXISTS: the planner would evaluate it for all chats at once, over every pending update.
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
-- Pending updates without a valid lease, by ascending id, of chats in which no other process has one. Only of chats
-- that could be locked without waiting; they stay locked until the transaction ends.
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
-- Lease these updates to the holder and return them, without those of a chat that another process has leased meanwhile.
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
-- Extend the leases on these updates; return the ids still leased to the holder.
UPDATE inbox SET leased_until = :until
WHERE update_id = ANY (ARRAY (
        SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))
    ))
  AND state = 'pending' AND holder = :holder
RETURNING update_id;

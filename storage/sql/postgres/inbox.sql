-- What PostgreSQL says its own way: how rows come out of one JSON parameter.

-- name: keep(rows, at)
-- Store updates ([[update id, chat id, raw], …]) in one statement and return the ids that were new.
INSERT INTO inbox (update_id, chat_id, raw, kept_at)
SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2, :at
FROM json_array_elements(CAST(:rows AS JSON))
ON CONFLICT DO NOTHING
RETURNING update_id;

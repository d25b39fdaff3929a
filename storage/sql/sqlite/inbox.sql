-- What SQLite says its own way: how rows come out of one JSON parameter.

-- name: keep(rows, at)
-- Store updates ([[update id, chat id, raw], …]) in one statement and return the ids that were new.
INSERT INTO inbox (update_id, chat_id, raw, kept_at)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), :at
FROM json_each(:rows)
WHERE true
ON CONFLICT DO NOTHING
RETURNING update_id;

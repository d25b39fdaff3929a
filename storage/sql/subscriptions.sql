-- Which chats get the headlines: one row for each chat; an ended one is kept, with the reason.

-- name: get(chat_id)^
-- The chat's subscription, active or ended.
SELECT chat_id, language, since, ended_at FROM subscriptions WHERE chat_id = :chat_id;

-- name: start(chat_id, language, at)$
-- Subscribe a chat and return its id; no row if it is subscribed.
INSERT INTO subscriptions (chat_id, language, since) VALUES (:chat_id, :language, :at)
ON CONFLICT (chat_id) DO UPDATE
SET language = excluded.language, since = excluded.since, ended_at = NULL, end_reason = NULL
WHERE subscriptions.ended_at IS NOT NULL
RETURNING chat_id;

-- name: set_language(chat_id, language)!
-- Change the language of a subscribed chat's headlines.
UPDATE subscriptions SET language = :language WHERE chat_id = :chat_id AND ended_at IS NULL;

-- name: end(chat_id, at, reason)$
-- End an active subscription and return the chat's id.
UPDATE subscriptions SET ended_at = :at, end_reason = :reason WHERE chat_id = :chat_id AND ended_at IS NULL
RETURNING chat_id;

-- name: copy(chat_id, new_id)!
-- Copy a group's subscription to the supergroup it became, unless the supergroup has one.
INSERT INTO subscriptions (chat_id, language, since, ended_at, end_reason)
SELECT :new_id, language, since, ended_at, end_reason FROM subscriptions WHERE chat_id = :chat_id
ON CONFLICT DO NOTHING;

-- name: delete(chat_id)!
-- Delete the subscription of a chat that no longer exists under this id.
DELETE FROM subscriptions WHERE chat_id = :chat_id;

-- Who gets the headlines: one row a chat, kept with the reason when it ends.

-- name: get(chat_id)^
-- The chat's subscription, active or ended.
SELECT chat_id, language, since, ended_at FROM subscriptions WHERE chat_id = :chat_id;

-- name: start(chat_id, language, at)$
-- Subscribe a chat that is not, or is no longer, subscribed; nothing for one that is.
INSERT INTO subscriptions (chat_id, language, since) VALUES (:chat_id, :language, :at)
ON CONFLICT (chat_id) DO UPDATE
SET language = excluded.language, since = excluded.since, ended_at = NULL, end_reason = NULL
WHERE subscriptions.ended_at IS NOT NULL
RETURNING chat_id;

-- name: set_language(chat_id, language)!
-- Change the language of a subscribed chat's headlines.
UPDATE subscriptions SET language = :language WHERE chat_id = :chat_id AND ended_at IS NULL;

-- name: end(chat_id, at, reason)$
-- End an active subscription.
UPDATE subscriptions SET ended_at = :at, end_reason = :reason WHERE chat_id = :chat_id AND ended_at IS NULL
RETURNING chat_id;

-- name: copy(chat_id, new_id)!
-- Give a group's subscription to the supergroup it became, unless that has one of its own.
INSERT INTO subscriptions (chat_id, language, since, ended_at, end_reason)
SELECT :new_id, language, since, ended_at, end_reason FROM subscriptions WHERE chat_id = :chat_id
ON CONFLICT DO NOTHING;

-- name: drop(chat_id)!
-- Forget the subscription of a chat that exists no more under this id.
DELETE FROM subscriptions WHERE chat_id = :chat_id;

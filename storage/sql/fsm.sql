-- Where each person stands in a conversation with the bot.

-- name: get(chat_id, user_id)^
-- The state and data of one conversation.
SELECT state, data FROM fsm WHERE chat_id = :chat_id AND user_id = :user_id;

-- name: put(chat_id, user_id, state, data, at)!
-- Store the state and data of one conversation.
INSERT INTO fsm (chat_id, user_id, state, data, at) VALUES (:chat_id, :user_id, :state, :data, :at)
ON CONFLICT (chat_id, user_id) DO UPDATE SET state = excluded.state, data = excluded.data, at = excluded.at;

-- name: drop(chat_id, user_id)!
-- Forget a conversation that is over.
DELETE FROM fsm WHERE chat_id = :chat_id AND user_id = :user_id;

-- States of conversations with the bot: one row for each person in each chat.

-- name: get(chat_id, user_id)^
-- The state and data of one conversation, and when they were stored.
SELECT state, data, at FROM fsm WHERE chat_id = :chat_id AND user_id = :user_id;

-- name: put(chat_id, user_id, state, data, at)!
-- Insert or replace the state and data of one conversation.
INSERT INTO fsm (chat_id, user_id, state, data, at) VALUES (:chat_id, :user_id, :state, :data, :at)
ON CONFLICT (chat_id, user_id) DO UPDATE SET state = excluded.state, data = excluded.data, at = excluded.at;

-- name: delete(chat_id, user_id)!
-- Delete a conversation that has ended.
DELETE FROM fsm WHERE chat_id = :chat_id AND user_id = :user_id;

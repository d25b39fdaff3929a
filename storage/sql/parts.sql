-- The messages of which acts of editors consist: kept while an editor may still edit one of them in Telegram.

-- name: keep(chat_id, message_id, act, album, content, at)*!
-- Store a part; one that is stored already stays in its act and gets the new content.
INSERT INTO parts (chat_id, message_id, act, album, content, stored_at)
VALUES (:chat_id, :message_id, :act, :album, :content, :at)
ON CONFLICT (chat_id, message_id) DO UPDATE SET content = excluded.content;

-- name: of_act(chat_id, act)
-- The parts of an act, in the order in which they were sent.
SELECT chat_id, message_id, act, album, content FROM parts WHERE chat_id = :chat_id AND act = :act ORDER BY message_id;

-- name: act_of_message(chat_id, message_id)$
-- The act that a message is a part of.
SELECT act FROM parts WHERE chat_id = :chat_id AND message_id = :message_id;

-- name: act_of_album(chat_id, album)$
-- The first act that has a part of an album.
SELECT MIN(act) FROM parts WHERE chat_id = :chat_id AND album = :album;

-- name: forget(chat_id, act)!
-- Delete the parts of an act.
DELETE FROM parts WHERE chat_id = :chat_id AND act = :act;

-- name: forget_older(before)!
-- Delete the parts that were stored before then.
DELETE FROM parts WHERE stored_at < :before;

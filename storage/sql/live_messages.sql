-- The live message of each admin: the one that shows the pushes, or asks about one of them.

-- name: show(reader_id, chat_id, message_id, language, since, due_at)!
-- Make a message the person's only live one.
INSERT INTO live_messages (reader_id, chat_id, message_id, language, since, due_at, asking)
VALUES (:reader_id, :chat_id, :message_id, :language, :since, :due_at, NULL)
ON CONFLICT (reader_id) DO UPDATE SET
    chat_id = excluded.chat_id, message_id = excluded.message_id, language = excluded.language,
    since = excluded.since, due_at = excluded.due_at, asking = NULL;

-- name: ask(reader_id, message_id, edition_id)!
-- The person's live message asks about an edition; another message of the same person does not count.
UPDATE live_messages SET asking = :edition_id WHERE reader_id = :reader_id AND message_id = :message_id;

-- name: due(now, latest)
-- The people whose message is to be edited. A time after `latest` was set by a clock that was ahead.
SELECT reader_id FROM live_messages WHERE (due_at <= :now OR due_at > :latest) AND asking IS NULL;

-- name: claim(reader_id, now, latest, due_at)^
-- Take the next edit of a message: of several processes one gets the row.
UPDATE live_messages SET due_at = :due_at
WHERE reader_id = :reader_id AND (due_at <= :now OR due_at > :latest) AND asking IS NULL
RETURNING reader_id, chat_id, message_id, language, since, asking;

-- name: get(reader_id)^
-- The person's live message.
SELECT reader_id, chat_id, message_id, language, since, asking FROM live_messages WHERE reader_id = :reader_id;

-- name: forget(reader_id, message_id)!
-- The message is not edited any more, unless the person has another one meanwhile.
DELETE FROM live_messages WHERE reader_id = :reader_id AND message_id = :message_id AND asking IS NULL;

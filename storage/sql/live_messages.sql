-- The live messages: what shows a person the pushes (kind `queue`, number 0), or how one article fares (kind `report`).

-- name: show(reader_id, kind, number, chat_id, message_id, language, since, due_at)!
-- Make a message the person's only live one for this.
INSERT INTO live_messages (reader_id, kind, number, chat_id, message_id, language, since, due_at, asking)
VALUES (:reader_id, :kind, :number, :chat_id, :message_id, :language, :since, :due_at, NULL)
ON CONFLICT (reader_id, kind, number) DO UPDATE SET
    chat_id = excluded.chat_id, message_id = excluded.message_id, language = excluded.language,
    since = excluded.since, due_at = excluded.due_at, asking = NULL;

-- name: ask(reader_id, message_id, edition_id)!
-- The person's message of the pushes asks about an edition; another message of the same person does not count.
UPDATE live_messages SET asking = :edition_id
WHERE reader_id = :reader_id AND kind = 'queue' AND number = 0 AND message_id = :message_id;

-- name: due(now, latest)
-- The messages that are to be edited. A time after `latest` was set by a clock that was ahead.
SELECT reader_id, kind, number FROM live_messages WHERE (due_at <= :now OR due_at > :latest) AND asking IS NULL
ORDER BY due_at, reader_id, kind, number;

-- name: claim(reader_id, kind, number, now, latest, due_at)^
-- Take the next edit of a message: of several processes one gets the row.
UPDATE live_messages SET due_at = :due_at
WHERE reader_id = :reader_id AND kind = :kind AND number = :number AND (due_at <= :now OR due_at > :latest)
  AND asking IS NULL
RETURNING reader_id, kind, number, chat_id, message_id, language, since, asking;

-- name: get(reader_id, kind, number)^
-- The person's live message.
SELECT reader_id, kind, number, chat_id, message_id, language, since, asking FROM live_messages
WHERE reader_id = :reader_id AND kind = :kind AND number = :number;

-- name: put_off(reader_id, kind, number, message_id, due_at)!
-- Edit the message at another time, unless the person has another one meanwhile.
UPDATE live_messages SET due_at = :due_at
WHERE reader_id = :reader_id AND kind = :kind AND number = :number AND message_id = :message_id;

-- name: forget(reader_id, kind, number, message_id)!
-- The message is not edited any more, unless the person has another one meanwhile.
DELETE FROM live_messages
WHERE reader_id = :reader_id AND kind = :kind AND number = :number AND message_id = :message_id AND asking IS NULL;

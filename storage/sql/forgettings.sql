-- Persons who asked to be forgotten, and the steps that take them out of comments, the ledger and the readers.

-- name: ask(reader_id, comments, at, due_at)!
-- Store a wish; asking again changes what becomes of the comments, not the time.
INSERT INTO forgettings (reader_id, comments, asked_at, due_at) VALUES (:reader_id, :comments, :at, :due_at)
ON CONFLICT (reader_id) DO UPDATE SET comments = excluded.comments WHERE forgettings.begun_at IS NULL;

-- name: get(reader_id)^
-- The wish of a person.
SELECT * FROM forgettings WHERE reader_id = :reader_id;

-- name: cancel(reader_id)$
-- Take a wish back that has not begun.
DELETE FROM forgettings WHERE reader_id = :reader_id AND begun_at IS NULL RETURNING reader_id;

-- name: claim(now, until)^
-- Take the wish that is due for longest, until then: of several processes one gets the row.
UPDATE forgettings SET due_at = :until
WHERE reader_id = (SELECT reader_id FROM forgettings WHERE due_at <= :now ORDER BY due_at LIMIT 1)
  AND due_at <= :now
RETURNING *;

-- name: begin(reader_id, at, due_at)$
-- Begin: from now on the person cannot take it back.
UPDATE forgettings SET begun_at = :at, due_at = :due_at WHERE reader_id = :reader_id AND begun_at IS NULL
RETURNING reader_id;

-- name: put_off(reader_id, due_at)!
-- Go on at another time.
UPDATE forgettings SET due_at = :due_at WHERE reader_id = :reader_id;

-- name: finish(reader_id)!
-- Forget the wish as well.
DELETE FROM forgettings WHERE reader_id = :reader_id;

-- name: detach_published(reader_id, limit)
-- Take the author and the message out of a block of comments that readers see.
UPDATE comments SET author_id = 0, chat_id = 0, message_id = id, text_key = NULL
WHERE id IN (
    SELECT id FROM comments WHERE author_id = :reader_id AND status = 'published' AND hidden = 0 ORDER BY at LIMIT :limit
) AND author_id = :reader_id AND status = 'published' AND hidden = 0
RETURNING id;

-- name: ended_comments(reader_id, limit)
-- A block of a person's comments that were removed or rejected.
SELECT id FROM comments WHERE author_id = :reader_id AND status IN ('removed', 'rejected') ORDER BY at LIMIT :limit;

-- name: empty_comment(id)*!
-- Take the author, the message and the words out of a comment.
UPDATE comments
SET author_id = 0, chat_id = 0, message_id = id, text = '', text_key = NULL, quote = '', picture = NULL,
    fingerprint = NULL, hook_reason = ''
WHERE id = :id;

-- name: empty_quotes(id)*!
-- Take the words of a comment out of the answers to it.
UPDATE comments SET quote = '' WHERE reply_to = :id AND quote <> '';

-- name: is_awaited(place)$
-- A row if a delivery to a place is still to come.
SELECT 1 FROM deliveries
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE finished = 0)
  AND state NOT IN ('sent', 'gone', 'failed', 'expired', 'cancelled')
LIMIT 1;

-- name: is_in_flight(place)$
-- A row if a message is on its way to a place. Few are, and an index has all of them.
SELECT 1 FROM deliveries WHERE state = 'sending' AND place_id + 0 = :place LIMIT 1;

-- name: cancel_deliveries(place, at)!
-- Cancel what a place was still to get.
UPDATE deliveries SET state = 'cancelled', settled_at = :at, error = 'forgotten'
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE finished = 0)
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: copies_of(place, limit)
-- A block of the deliveries that left a message in a place.
SELECT edition_id FROM deliveries
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE folded = 0 AND audience <> 'outlets')
  AND message_id IS NOT NULL
LIMIT :limit;

-- name: forget_copy(edition_id, place)*!
-- The message of an edition in a place is not edited any more.
UPDATE deliveries SET message_id = NULL, message_kind = NULL, album = NULL
WHERE edition_id = :edition_id AND place_id = :place AND state <> 'sending';

-- name: forget_notice(edition_id, place)*!
-- Empty a notice that went to this place only.
UPDATE editions SET notice = NULL, subject = NULL
WHERE id = :edition_id AND kind = 'notice' AND notice IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM deliveries WHERE edition_id = :edition_id AND place_id <> :place);

-- name: delete_choices(place)!
-- Delete what a place has chosen.
DELETE FROM choices WHERE place_id = :place;

-- name: mark_place(place, mark, at)!
-- Put a mark in the place of the chat's id.
UPDATE places SET chat_id = :mark, topic = id, language = '', forgotten_at = :at WHERE id = :place;

-- name: reduce_reader(reader_id, now)$
-- Leave of a person who is banned, or may not comment for a time, what this needs.
UPDATE readers
SET name = NULL, name_key = NULL, username = NULL, role_after = NULL, trust_lost_at = NULL, trust_lost_before = NULL, registered_at = NULL, language = '', name_changed_at = NULL, known_since = NULL,
    role = CASE WHEN role = 'banned' THEN role ELSE 'guest' END,
    role_until = CASE WHEN role = 'banned' THEN role_until END
WHERE id = :reader_id
  AND (role = 'banned' AND (role_until IS NULL OR role_until > :now) OR restricted_until > :now)
RETURNING id;

-- name: delete_reader(reader_id)!
-- Delete a person.
DELETE FROM readers WHERE id = :reader_id;

-- name: forgotten_at(mark)$
-- When a chat with this mark was forgotten last.
SELECT MAX(forgotten_at) FROM places WHERE chat_id = :mark AND forgotten_at IS NOT NULL;

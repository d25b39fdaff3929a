-- Comments. The key of a comment is the message it came in (chat_id, message_id). Readers see those with the status
-- 'published' whose author is not banned (hidden); the others are 'held', 'rejected' or 'removed'.

-- name: add(article, author_id, text, at, chat_id, message_id, status, held_for, published_at, root, reply_to, quote, text_key, picture, editorial)$
-- Insert a comment and return its id; no row if its message is stored already.
INSERT INTO comments (article, author_id, text, at, chat_id, message_id, status, held_for, published_at, root, reply_to,
                      quote, text_key, picture, editorial)
SELECT :article, :author_id, :text, :at, :chat_id, :message_id, :status, :held_for, CAST(:published_at AS BIGINT),
       CAST(:root AS BIGINT), CAST(:reply_to AS BIGINT), :quote,
       CAST(:text_key AS BIGINT), CAST(:picture AS TEXT), :editorial
WHERE NOT EXISTS (SELECT 1 FROM comments WHERE chat_id = :chat_id AND message_id = :message_id)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: get(id)^
-- One comment with its author's name.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.id = :id;

-- name: lock(id)!
-- Keep a comment as it is until the transaction ends.
UPDATE comments SET version = version WHERE id = :id;

-- name: by_message(chat_id, message_id)^
-- The comment that came in a message.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.chat_id = :chat_id AND c.message_id = :message_id;

-- name: revise(id, text, text_key, at)!
-- Change a comment's text: a new version of it.
UPDATE comments SET text = :text, text_key = CAST(:text_key AS BIGINT), edited_at = :at, version = version + 1 WHERE id = :id;

-- name: move(id, article)!
-- Put a comment, with answers to it that nobody sees, under another article.
UPDATE comments SET article = :article WHERE id = :id OR root = :id;

-- name: change_status(id, before, after, version, ended_at, ended_by, published_at, held_for)^
-- Change the status of a comment that has the status `before` and, unless it is NULL, the `version`.
UPDATE comments
SET status = :after, removed_at = CAST(:ended_at AS BIGINT), removed_by = CAST(:ended_by AS BIGINT),
    published_at = COALESCE(published_at, CAST(:published_at AS BIGINT)), held_for = :held_for
WHERE id = :id AND status = :before AND version = COALESCE(CAST(:version AS BIGINT), version)
RETURNING article, root, hidden;

-- name: set_hidden(author_id, hidden)
-- Hide all comments of an author, or show them again; return the article and the thread of each that changed.
UPDATE comments SET hidden = :hidden WHERE author_id = :author_id AND hidden <> :hidden
RETURNING article, root, status;

-- name: withdraw_published(author_id, by, at, limit)
-- Remove a block of an author's published comments; return the article and the thread of each.
UPDATE comments SET status = 'removed', removed_at = :at, removed_by = :by
WHERE id IN (SELECT id FROM comments WHERE author_id = :author_id AND status = 'published' ORDER BY at LIMIT :limit)
  AND status = 'published'
RETURNING article, root, hidden;

-- name: withdraw_held(author_id, by, at, limit)!
-- Remove a block of an author's comments that wait for a moderator.
UPDATE comments SET status = 'removed', removed_at = :at, removed_by = :by
WHERE id IN (SELECT id FROM comments WHERE author_id = :author_id AND status = 'held' ORDER BY at LIMIT :limit)
  AND status = 'held';

-- name: count_replies(id, change)*!
-- Change how many visible answers the thread of a comment has.
UPDATE comments SET replies = replies + :change WHERE id = :id;

-- name: published_by(author_id, limit)$
-- How many published comments an author has, up to a limit.
SELECT COUNT(*)
FROM (
    SELECT 1 FROM comments WHERE author_id = :author_id AND status = 'published' ORDER BY at LIMIT :limit
) AS found;

-- name: newest_texts(below, limit)
-- The texts of the newest comments of all articles, below an id.
SELECT text FROM comments WHERE id < :below ORDER BY id DESC LIMIT :limit;

-- name: has_speaker(article, name_key)$
-- A row if the reader with a name has a visible comment on the article.
SELECT 1
FROM readers AS r
JOIN comments AS c ON c.author_id = r.id
WHERE r.name_key = :name_key AND c.article = :article AND c.status = 'published' AND c.hidden = 0
LIMIT 1;

-- name: count_by_status(author_id)
-- How many comments an author has in each status.
SELECT status, COUNT(*) AS amount FROM comments WHERE author_id = :author_id GROUP BY status;

-- name: last_on(author_id, article, since)$
-- When an author commented on an article last, if that was since then.
SELECT MAX(at) FROM comments WHERE author_id = :author_id AND article = :article AND at >= :since;

-- name: same_text(author_id, key, article, since, but)$
-- Another comment of an author with the same key of its text, on the article or since then, that the author has not
-- removed.
SELECT id FROM comments
WHERE author_id = :author_id AND text_key = :key AND id <> :but AND (article = :article OR at >= :since)
    AND NOT (status = 'removed' AND removed_by = author_id)
LIMIT 1;

-- name: since(author_id, at)
-- The times of an author's comments since then, oldest first.
SELECT at FROM comments WHERE author_id = :author_id AND at >= :at ORDER BY at;

-- name: before(article, id, limit)
-- An article's visible comments with smaller ids, the largest first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id < :id AND c.status = 'published' AND c.hidden = 0
ORDER BY c.id DESC
LIMIT :limit;

-- name: after(article, id, limit)
-- An article's visible comments with larger ids, the smallest first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id > :id AND c.status = 'published' AND c.hidden = 0
ORDER BY c.id
LIMIT :limit;

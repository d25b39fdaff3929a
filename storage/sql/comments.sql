-- Comments. The key of a comment is the message it came in (chat_id, message_id). Readers see those that were not
-- removed (removed_at) and whose author is not banned (hidden).

-- name: add(article, author_id, text, at, chat_id, message_id)$
-- Insert a comment and return its id; no row if its message is stored already.
INSERT INTO comments (article, author_id, text, at, chat_id, message_id)
SELECT :article, :author_id, :text, :at, :chat_id, :message_id
WHERE NOT EXISTS (SELECT 1 FROM comments WHERE chat_id = :chat_id AND message_id = :message_id)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: get(id)^
-- One comment with its author's name.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at,
       c.removed_at, c.removed_by
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.id = :id;

-- name: by_message(chat_id, message_id)^
-- The comment that came in a message.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at,
       c.removed_at, c.removed_by
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.chat_id = :chat_id AND c.message_id = :message_id;

-- name: revise(id, text, at)!
-- Change a comment's text.
UPDATE comments SET text = :text, edited_at = :at WHERE id = :id;

-- name: move(id, article)!
-- Put a comment under another article.
UPDATE comments SET article = :article WHERE id = :id;

-- name: remove(id, at, by)^
-- Remove a comment; no row if it is removed or unknown.
UPDATE comments SET removed_at = :at, removed_by = :by WHERE id = :id AND removed_at IS NULL
RETURNING article, hidden;

-- name: restore(id)^
-- Take the removal back; no row if the comment is not removed.
UPDATE comments SET removed_at = NULL, removed_by = NULL WHERE id = :id AND removed_at IS NOT NULL
RETURNING article, hidden;

-- name: set_hidden(author_id, hidden)
-- Hide all comments of an author, or show them again; return the article of each that changed.
UPDATE comments SET hidden = :hidden WHERE author_id = :author_id AND hidden <> :hidden
RETURNING article, removed_at;

-- name: since(author_id, at)
-- The times of an author's comments since then, oldest first.
SELECT at FROM comments WHERE author_id = :author_id AND at >= :at ORDER BY at;

-- name: before(article, id, limit)
-- An article's visible comments with smaller ids, the largest first.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at,
       c.removed_at, c.removed_by
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id < :id AND c.removed_at IS NULL AND c.hidden = 0
ORDER BY c.id DESC
LIMIT :limit;

-- name: after(article, id, limit)
-- An article's visible comments with larger ids, the smallest first.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at,
       c.removed_at, c.removed_by
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id > :id AND c.removed_at IS NULL AND c.hidden = 0
ORDER BY c.id
LIMIT :limit;

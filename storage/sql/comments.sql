-- Comments. The key of a comment is the message it came in (chat_id, message_id).

-- name: add(article, author_id, text, at, chat_id, message_id)$
-- Insert a comment and return its id; no row if its message is stored already.
INSERT INTO comments (article, author_id, text, at, chat_id, message_id)
SELECT :article, :author_id, :text, :at, :chat_id, :message_id
WHERE NOT EXISTS (SELECT 1 FROM comments WHERE chat_id = :chat_id AND message_id = :message_id)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: get(id)^
-- One comment with its author's name.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.id = :id;

-- name: by_message(chat_id, message_id)^
-- The comment that came in a message.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.chat_id = :chat_id AND c.message_id = :message_id;

-- name: revise(id, text, at)!
-- Change a comment's text.
UPDATE comments SET text = :text, edited_at = :at WHERE id = :id;

-- name: since(author_id, at)
-- The times of an author's comments since then, oldest first.
SELECT at FROM comments WHERE author_id = :author_id AND at >= :at ORDER BY at;

-- name: before(article, id, limit)
-- An article's comments with smaller ids, the largest first.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id < :id
ORDER BY c.id DESC
LIMIT :limit;

-- name: after(article, id, limit)
-- An article's comments with larger ids, the smallest first.
SELECT c.id, c.article, c.author_id, COALESCE(r.name, '') AS author, c.text, c.at, c.edited_at
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id > :id
ORDER BY c.id
LIMIT :limit;

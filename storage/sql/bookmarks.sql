-- The articles that persons have saved for themselves: some hundred a person at the most.

-- name: add(reader_id, article, at)$
-- Save an article; no row if it was saved before.
INSERT INTO bookmarks (reader_id, article, at) VALUES (:reader_id, :article, :at)
ON CONFLICT DO NOTHING
RETURNING article;

-- name: remove(reader_id, article)$
-- Save an article no more; no row if it was not saved.
DELETE FROM bookmarks WHERE reader_id = :reader_id AND article = :article RETURNING article;

-- name: count(reader_id)$
-- How many articles a person has saved.
SELECT COUNT(*) FROM bookmarks WHERE reader_id = :reader_id;

-- name: page(reader_id, skipped, limit)
-- The headlines of a person's saved articles, the one saved last first.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking
FROM bookmarks AS b JOIN articles AS a ON a.number = b.article
WHERE b.reader_id = :reader_id AND a.status = 'published'
ORDER BY b.at DESC, b.article DESC
LIMIT :limit OFFSET :skipped;

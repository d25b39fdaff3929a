-- The last comment that a reader has seen under an article. Only those have a row who commented there.

-- name: begin(comment_id, at)!
-- The author of a comment has seen it, and what stood there before it; a later comment changes nothing.
INSERT INTO seen_discussions (reader_id, article, last_comment, at)
SELECT author_id, article, id, CAST(:at AS BIGINT) FROM comments WHERE id = :comment_id
ON CONFLICT DO NOTHING;

-- name: last(reader_id, article)$
-- The last comment seen; no row for those who have not commented there.
SELECT last_comment FROM seen_discussions WHERE reader_id = :reader_id AND article = :article;

-- name: newer(article, reader_id, after, limit)
-- The visible comments of others with larger ids, the smallest first, with their authors and threads.
SELECT id, author_id, root FROM comments
WHERE article = :article AND id > :after AND author_id <> :reader_id AND status = 'published' AND hidden = 0
ORDER BY id
LIMIT :limit;

-- name: newest(article)$
-- The id of the newest comment of an article, whoever sees it.
SELECT MAX(id) FROM comments WHERE article = :article;

-- name: advance(reader_id, article, comment_id, at)!
-- Everything up to this comment is seen.
UPDATE seen_discussions SET last_comment = :comment_id, at = :at
WHERE reader_id = :reader_id AND article = :article AND last_comment < :comment_id;

-- name: delete_old(before)!
-- Forget discussions that a reader has not opened for long.
DELETE FROM seen_discussions WHERE at < :before;

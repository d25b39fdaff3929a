-- Likes of comments: one a person and comment.

-- name: add(comment, reader_id, at)$
-- Store a like; no row if the person has given it already.
INSERT INTO comment_likes (comment, reader_id, at) VALUES (:comment, :reader_id, :at)
ON CONFLICT DO NOTHING
RETURNING comment;

-- name: remove(comment, reader_id)$
-- Delete a like; no row if there is none.
DELETE FROM comment_likes WHERE comment = :comment AND reader_id = :reader_id
RETURNING comment;

-- name: count(comment, change)!
-- Change how many likes a comment has.
UPDATE comments SET likes = likes + :change WHERE id = :comment;

-- name: has(comment, reader_id)$
-- A row if the person likes the comment.
SELECT 1 FROM comment_likes WHERE comment = :comment AND reader_id = :reader_id;

-- The outlet queries in PostgreSQL's dialect.

-- name: active()
-- The outlets that get posts. They are locked: of two publications at the same moment, the second one waits here, so
-- that the posts have the order in which the publications become visible.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language
FROM outlets AS o JOIN places AS p ON p.id = o.place_id
WHERE o.state = 'active'
ORDER BY o.place_id
FOR NO KEY UPDATE OF o;

-- The outlet queries in SQLite's dialect. SQLite has one writer at a time, so no row is locked.

-- name: active()
-- The outlets that get posts.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language
FROM outlets AS o JOIN places AS p ON p.id = o.place_id
WHERE o.state = 'active'
ORDER BY o.place_id;

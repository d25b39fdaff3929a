-- A reader's own comments in every state, with the title of the article, whether readers can open it, and the reason of
-- the verdict that gave the comment its state.

-- name: before(author_id, id, limit)
-- Comments with smaller ids, the largest first.
SELECT c.*, COALESCE(r.name, '') AS author, a.title, a.status AS article_status,
       v.reason
FROM comments AS c
JOIN articles AS a ON a.number = c.article
LEFT JOIN verdicts AS v ON v.id = c.verdict_id
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.author_id = :author_id AND c.id < :id
ORDER BY c.id DESC
LIMIT :limit;

-- name: after(author_id, id, limit)
-- Comments with larger ids, the smallest first.
SELECT c.*, COALESCE(r.name, '') AS author, a.title, a.status AS article_status,
       v.reason
FROM comments AS c
JOIN articles AS a ON a.number = c.article
LEFT JOIN verdicts AS v ON v.id = c.verdict_id
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.author_id = :author_id AND c.id > :id
ORDER BY c.id
LIMIT :limit;

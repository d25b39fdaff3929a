-- The queries of threads in PostgreSQL's dialect.

-- name: first_answers(roots, limit)
-- The first visible answers in each of some threads (a JSON array of ids), in any order.
SELECT c.*, COALESCE(r.name, '') AS author, CASE a.editorial WHEN 0 THEN s.name END AS addressee
FROM json_array_elements_text(CAST(:roots AS JSON)) AS e (root)
CROSS JOIN LATERAL (
    SELECT * FROM comments AS n
    WHERE n.root = CAST(e.root AS BIGINT) AND n.status = 'published' AND n.hidden = 0
    ORDER BY n.id
    LIMIT :limit
) AS c
LEFT JOIN readers AS r ON r.id = c.author_id
LEFT JOIN comments AS a
    ON a.id = c.reply_to AND a.root IS NOT NULL AND a.status = 'published' AND a.hidden = 0
LEFT JOIN readers AS s ON s.id = a.author_id;

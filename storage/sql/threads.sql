-- Threads: the first comments of an article and their answers, by pages. `addressee` is the name of the author whom an
-- answer in a thread answers, if that is another answer that readers see.

-- name: before(article, id, limit)
-- An article's threads whose first comment has a smaller id, the largest first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id < :id AND c.listed = 1
ORDER BY c.id DESC
LIMIT :limit;

-- name: after(article, id, limit)
-- An article's threads whose first comment has a larger id, the smallest first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.id > :id AND c.listed = 1
ORDER BY c.id
LIMIT :limit;

-- name: best(article, place, limit)
-- An article's threads from a place in the order by worth on, the best first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.listed = 1 AND c.place <= :place
ORDER BY c.place DESC
LIMIT :limit;

-- name: better(article, place, limit)
-- An article's threads before a place in the order by worth, the nearest first.
SELECT c.*, COALESCE(r.name, '') AS author
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.article = :article AND c.listed = 1 AND c.place > :place
ORDER BY c.place
LIMIT :limit;

-- name: place(id)$
-- The place of a comment in the order by worth.
SELECT place FROM comments WHERE id = :id;

-- name: answers_after(root, id, limit)
-- The visible answers in a thread with larger ids, the smallest first.
SELECT c.*, COALESCE(r.name, '') AS author, CASE a.editorial WHEN 0 THEN s.name END AS addressee
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
LEFT JOIN comments AS a
    ON a.id = c.reply_to AND a.root IS NOT NULL AND a.status = 'published' AND a.hidden = 0
LEFT JOIN readers AS s ON s.id = a.author_id
WHERE c.root = :root AND c.id > :id AND c.status = 'published' AND c.hidden = 0
ORDER BY c.id
LIMIT :limit;

-- name: answers_before(root, id, limit)
-- The visible answers in a thread with smaller ids, the largest first.
SELECT c.*, COALESCE(r.name, '') AS author, CASE a.editorial WHEN 0 THEN s.name END AS addressee
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
LEFT JOIN comments AS a
    ON a.id = c.reply_to AND a.root IS NOT NULL AND a.status = 'published' AND a.hidden = 0
LEFT JOIN readers AS s ON s.id = a.author_id
WHERE c.root = :root AND c.id < :id AND c.status = 'published' AND c.hidden = 0
ORDER BY c.id DESC
LIMIT :limit;

-- name: waiting(author_id, article, limit)
-- The comments of an author on an article that wait for a moderator, the newest first.
SELECT c.*, COALESCE(r.name, '') AS author, CASE a.editorial WHEN 0 THEN s.name END AS addressee
FROM comments AS c
LEFT JOIN readers AS r ON r.id = c.author_id
LEFT JOIN comments AS a
    ON a.id = c.reply_to AND a.root IS NOT NULL AND a.status = 'published' AND a.hidden = 0
LEFT JOIN readers AS s ON s.id = a.author_id
WHERE c.author_id = :author_id AND c.article = :article AND c.status = 'held'
ORDER BY c.id DESC
LIMIT :limit;

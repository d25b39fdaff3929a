-- The queries of answers in PostgreSQL's dialect.

-- name: tellable(ids)
-- Those of some answers (a JSON array of ids) that may be told now, by id: everybody sees them and what they answer,
-- and the reader who was answered has neither muted the thread nor ignores the author.
SELECT c.id, c.article, c.root, CASE c.editorial WHEN 1 THEN '' ELSE COALESCE(r.name, '') END AS author, c.text, a.title
FROM comments AS c
JOIN articles AS a ON a.number = c.article
JOIN comments AS p ON p.id = COALESCE(c.reply_to, c.root)
LEFT JOIN readers AS r ON r.id = c.author_id
WHERE c.id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS JSON))))
  AND a.status = 'published'
  AND c.status = 'published' AND c.hidden = 0 AND p.status = 'published' AND p.hidden = 0
  AND NOT EXISTS (SELECT 1 FROM answer_mutes AS m WHERE m.reader_id = p.author_id AND m.root IN (0, c.root))
  AND (c.editorial = 1 OR NOT EXISTS (
    SELECT 1 FROM ignores AS i WHERE i.reader_id = p.author_id AND i.ignored_id = c.author_id
  ))
ORDER BY c.id;

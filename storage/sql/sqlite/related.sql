-- The related-articles queries in SQLite's dialect: lists of numbers and neighbours ([[similarity, number, text_hash],
-- …]) are JSON, read by json_each.

-- name: lock_state()^
-- The state; nothing to lock, SQLite has one writer at a time.
SELECT version, articles, cursor FROM related_state WHERE id = 1;

-- name: entries(numbers)
-- The entries of those of some articles that are published.
SELECT r.number, r.text_hash, r.profile, r.neighbours
FROM related AS r
JOIN articles AS a ON a.number = r.number
WHERE r.number IN (SELECT value FROM json_each(:numbers)) AND a.status = 'published';

-- name: frequencies(terms)
-- How many articles have each of some terms.
SELECT term, articles FROM related_terms WHERE term IN (SELECT value FROM json_each(:terms));

-- name: postings(terms)
-- The postings of some terms.
SELECT term, postings FROM related_postings WHERE term IN (SELECT value FROM json_each(:terms));

-- name: shown(number)
-- The published articles related to this one, unordered; the pinned one has a similarity above the maximum, forbidden
-- ones are left out.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking, near.text_hash,
       near.verdict, near.similarity
FROM (
    SELECT v.other, r.text_hash, v.verdict, 10001 AS similarity
    FROM related_verdicts AS v LEFT JOIN related AS r ON r.number = v.other
    WHERE v.number = :number AND v.verdict = 'pinned'
    UNION ALL
    SELECT json_extract(json_each.value, '$[1]'), json_extract(json_each.value, '$[2]'), NULL, json_extract(json_each.value, '$[0]')
    FROM related AS r, json_each(r.neighbours)
    WHERE r.number = :number
      AND NOT EXISTS (
        SELECT 1 FROM related_verdicts AS v WHERE v.number = :number AND v.other = json_extract(json_each.value, '$[1]')
      )
) AS near
JOIN articles AS a ON a.number = near.other
WHERE a.status = 'published';

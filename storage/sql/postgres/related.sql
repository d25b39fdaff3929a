-- The related-articles queries in PostgreSQL's dialect: lists of numbers and neighbours ([[similarity, number,
-- text_hash], …]) are JSON.

-- name: lock_state()^
-- The state, locked until the transaction ends; waits for another process that has locked it.
SELECT version, articles, cursor FROM related_state WHERE id = 1 FOR UPDATE;

-- name: entries(numbers)
-- The entries of those of some articles that are published.
SELECT r.number, r.text_hash, r.profile, r.neighbours
FROM related AS r
JOIN articles AS a ON a.number = r.number
WHERE r.number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND a.status = 'published';

-- name: frequencies(terms)
-- How many articles have each of some terms.
SELECT term, articles FROM related_terms
WHERE term = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:terms AS JSON))));

-- name: postings(terms)
-- The postings of some terms.
SELECT term, postings FROM related_postings
WHERE term = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:terms AS JSON))));

-- name: shown(number)
-- The published articles related to this one, unordered; the pinned one has a similarity above the maximum, forbidden
-- ones are left out.
-- LIMIT 16 is above the eight neighbours of an entry: without it PostgreSQL expects a hundred, and reads every article
-- of an archive of some thousands to join them.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking, near.text_hash,
       near.verdict, near.similarity
FROM (
    SELECT v.other, r.text_hash, v.verdict, 10001 AS similarity
    FROM related_verdicts AS v LEFT JOIN related AS r ON r.number = v.other
    WHERE v.number = :number AND v.verdict = 'pinned'
    UNION ALL
    SELECT CAST(n ->> 1 AS BIGINT), CAST(n ->> 2 AS BIGINT), NULL, CAST(n ->> 0 AS BIGINT)
    FROM related AS r, LATERAL (SELECT e AS n FROM json_array_elements(CAST(r.neighbours AS JSON)) AS e LIMIT 16) AS few
    WHERE r.number = :number
      AND NOT EXISTS (
        SELECT 1 FROM related_verdicts AS v WHERE v.number = :number AND v.other = CAST(n ->> 1 AS BIGINT)
      )
) AS near
JOIN articles AS a ON a.number = near.other
WHERE a.status = 'published';

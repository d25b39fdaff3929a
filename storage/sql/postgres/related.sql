-- What PostgreSQL says its own way: lists of numbers and of neighbours ([[similarity, number, text_hash], ...]) by its JSON.

-- name: lock_state()^
-- Wait until nobody else works on it, and let nobody else before the transaction ends.
SELECT version, articles, cursor FROM related_state WHERE id = 1 FOR UPDATE;

-- name: entries(numbers)
-- The places of published articles.
SELECT r.number, r.text_hash, r.profile, r.neighbours
FROM related AS r
JOIN articles AS a ON a.number = r.number
WHERE r.number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND a.status = 'published';

-- name: frequencies(terms)
-- In how many articles terms were counted.
SELECT term, articles FROM related_terms
WHERE term = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:terms AS JSON))));

-- name: postings(terms)
-- The articles of some terms.
SELECT term, postings FROM related_postings
WHERE term = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:terms AS JSON))));

-- name: shown(number)
-- The published articles under this one in no order, the pinned one more alike than can be; none that is forbidden.
-- The limit is above the eight that are kept: without it PostgreSQL expects a hundred, and reads every article of an
-- archive of some thousands to join them.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, near.text_hash, near.verdict, near.similarity
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

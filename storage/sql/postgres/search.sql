-- The search queries in PostgreSQL's dialect: an inverted index (GIN) over the tokens as an array.

-- name: store(rows)!
-- Insert or replace entries ([[doc_id, tokens], …]), and extend the ranges of their blocks.
WITH given AS MATERIALIZED (
    SELECT CAST(value ->> 0 AS BIGINT) AS doc_id, value ->> 1 AS tokens
    FROM json_array_elements(CAST(:rows AS JSON))
), blocks AS (
    INSERT INTO search_blocks (bits, id, first, last)
    SELECT bits, (doc_id & 1073741823) >> bits, min(doc_id), max(doc_id)
    FROM given, (VALUES (10), (15)) AS size (bits) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (bits, id) DO UPDATE SET
        first = LEAST(search_blocks.first, excluded.first), last = GREATEST(search_blocks.last, excluded.last)
)
INSERT INTO search (doc_id, tokens) SELECT doc_id, tokens FROM given
ON CONFLICT (doc_id) DO UPDATE SET tokens = excluded.tokens;

-- name: delete(doc_id)*!
-- Delete an entry.
DELETE FROM search WHERE doc_id = :doc_id;

-- name: add_words(forms)!
-- Insert stems that are not in the vocabulary yet ({stem: word}).
INSERT INTO vocabulary (stem, form) SELECT key, value FROM json_each_text(CAST(:forms AS JSON))
ON CONFLICT DO NOTHING;

-- name: vocabulary(prefix, end, shortest, longest, limit)$
-- Stems that begin with a prefix and whose length is between two limits, as one object ({stem: word}): thousands of rows
-- would be thousands of steps of the event loop.
SELECT COALESCE(json_object_agg(stem, form), '{}') FROM (
    SELECT stem, form FROM vocabulary
    WHERE stem >= :prefix AND stem < :end AND length(stem) BETWEEN :shortest AND :longest
    ORDER BY stem
    LIMIT :limit
) AS known;

-- name: find_newest(tokens, phrases, start, end, limit)
-- The newest doc_ids of a range that contain every token and phrase: see the function, in migration 0004.
SELECT doc_id FROM search_newest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :limit
) AS doc_id;

-- name: find_oldest(tokens, phrases, start, end, limit)
-- The oldest doc_ids of a range that contain every token and phrase.
SELECT doc_id FROM search_oldest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :limit
) AS doc_id;

-- name: find_prefix(tokens, phrases, prefix, start, end, max_candidates, limit)
-- Of the newest `max_candidates` doc_ids of a range that contain every token and phrase: those that also have a token
-- with this prefix.
SELECT doc_id
FROM search_newest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :max_candidates
) AS doc_id
JOIN search USING (doc_id)
WHERE strpos(tokens, ' ' || CAST(:prefix AS TEXT)) > 0
ORDER BY doc_id DESC
LIMIT :limit;

-- name: tokens(doc_ids)
-- The indexed tokens of some doc_ids.
SELECT doc_id, tokens FROM search
WHERE doc_id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:doc_ids AS JSON))));

-- name: articles(numbers)
-- Those of some articles that are published, with their texts.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.attachments, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_for,
       a.comment_count, a.reads, a.breaking, a.silent, a.publish_at, a.updated_version, a.topics, a.follows
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND a.status = 'published';

-- name: topics(numbers)
-- The topics of some articles, with the number of articles and the largest article number of each.
SELECT topic, max(number) AS number, count(*) AS count FROM articles
WHERE number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND topic IS NOT NULL
GROUP BY topic;

-- name: lock_articles(numbers)!
-- Lock these articles against changes until the transaction ends; waits for a transaction that changes one now.
SELECT number FROM articles
WHERE number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
ORDER BY number
FOR SHARE;

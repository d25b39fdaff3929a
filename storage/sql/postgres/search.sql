-- What PostgreSQL says its own way: an inverted index (GIN) over the tokens as an array.

-- name: keep(rows)!
-- Store entries ([[place, tokens], …]) in place of what was, and what stretch their blocks reach over.
WITH given AS MATERIALIZED (
    SELECT CAST(value ->> 0 AS BIGINT) AS place, value ->> 1 AS tokens
    FROM json_array_elements(CAST(:rows AS JSON))
), blocks AS (
    INSERT INTO search_blocks (bits, id, first, last)
    SELECT bits, (place & 1073741823) >> bits, min(place), max(place)
    FROM given, (VALUES (10), (15)) AS size (bits) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (bits, id) DO UPDATE SET
        first = LEAST(search_blocks.first, excluded.first), last = GREATEST(search_blocks.last, excluded.last)
)
INSERT INTO search (place, tokens) SELECT place, tokens FROM given
ON CONFLICT (place) DO UPDATE SET tokens = excluded.tokens;

-- name: drop(place)*!
-- Forget an entry.
DELETE FROM search WHERE place = :place;

-- name: learn(forms)!
-- Add the stems not known yet ({stem: word}).
INSERT INTO vocabulary (stem, form) SELECT key, value FROM json_each_text(CAST(:forms AS JSON))
ON CONFLICT DO NOTHING;

-- name: newest(tokens, phrases, start, end, limit)
-- The newest places of a stretch that hold every token and phrase: see the function, in migration 0004.
SELECT place FROM search_newest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :limit
) AS place;

-- name: oldest(tokens, phrases, start, end, limit)
-- The oldest places of a stretch that hold every token and phrase.
SELECT place FROM search_oldest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :limit
) AS place;

-- name: begun(tokens, phrases, beginning, start, end, among, limit)
-- The newest places of a stretch that hold every token and phrase, of these the ones with a token that begins so.
SELECT place
FROM search_newest(
    ARRAY(SELECT json_array_elements_text(CAST(:tokens AS JSON))),
    ARRAY(SELECT json_array_elements_text(CAST(:phrases AS JSON))),
    :start, :end, :among
) AS place
JOIN search USING (place)
WHERE strpos(tokens, ' ' || CAST(:beginning AS TEXT)) > 0
ORDER BY place DESC
LIMIT :limit;

-- name: tokens(places)
-- What is indexed at some places.
SELECT place, tokens FROM search
WHERE place = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:places AS JSON))));

-- name: articles(numbers)
-- The published ones of some articles, texts included.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.cover, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_open,
       a.comment_count, a.reads
FROM articles AS a
JOIN article_bodies AS b ON b.number = a.number
WHERE a.number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND a.status = 'published';

-- name: topics(numbers)
-- The topics of some articles.
SELECT topic, max(number) AS number, count(*) AS count FROM articles
WHERE number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
  AND topic IS NOT NULL
GROUP BY topic;

-- name: hold(numbers)!
-- Wait for whoever changes these articles now, and let nobody change them before the transaction ends.
SELECT number FROM articles
WHERE number = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:numbers AS JSON))))
ORDER BY number
FOR SHARE;

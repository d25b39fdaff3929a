-- What SQLite says its own way: full-text search by FTS5, whose rowid is the doc_id. It walks the newest first and stops
-- early. Every token and phrase is quoted: nothing in it is an operator.

-- name: store(rows)!
-- Store entries ([[doc_id, tokens], …]) in the place of what was.
INSERT OR REPLACE INTO search (rowid, tokens)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows);

-- name: delete(doc_id)*!
-- Forget an entry.
DELETE FROM search WHERE rowid = :doc_id;

-- name: add_words(forms)!
-- Add the stems not known yet ({stem: word}).
INSERT INTO vocabulary (stem, form) SELECT key, value FROM json_each(:forms) WHERE true
ON CONFLICT DO NOTHING;

-- name: find_newest(tokens, phrases, start, end, limit)
-- The newest doc_ids of a stretch that hold every token and phrase.
SELECT rowid AS doc_id FROM search
WHERE search MATCH (
    SELECT group_concat('"' || value || '"', ' ')
    FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
) AND rowid >= :start AND rowid < :end
ORDER BY rowid DESC
LIMIT :limit;

-- name: find_oldest(tokens, phrases, start, end, limit)
-- The oldest doc_ids of a stretch that hold every token and phrase.
SELECT rowid AS doc_id FROM search
WHERE search MATCH (
    SELECT group_concat('"' || value || '"', ' ')
    FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
) AND rowid >= :start AND rowid < :end
ORDER BY rowid
LIMIT :limit;

-- name: find_prefix(tokens, phrases, beginning, start, end, among, limit)
-- The newest doc_ids of a stretch that hold every token and phrase, of these the ones with a token that begins so.
SELECT doc_id FROM (
    SELECT rowid AS doc_id, tokens FROM search
    WHERE search MATCH (
        SELECT group_concat('"' || value || '"', ' ')
        FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
    ) AND rowid >= :start AND rowid < :end
    ORDER BY rowid DESC
    LIMIT :among
)
WHERE instr(tokens, ' ' || :beginning) > 0
ORDER BY doc_id DESC
LIMIT :limit;

-- name: tokens(doc_ids)
-- What is indexed at some doc_ids.
SELECT rowid AS doc_id, tokens FROM search WHERE rowid IN (SELECT value FROM json_each(:doc_ids));

-- name: articles(numbers)
-- The published ones of some articles, texts included.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.cover, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_open,
       a.comment_count, a.reads
FROM articles AS a
JOIN article_bodies AS b ON b.number = a.number
WHERE a.number IN (SELECT value FROM json_each(:numbers)) AND a.status = 'published';

-- name: topics(numbers)
-- The topics of some articles.
SELECT topic, max(number) AS number, count(*) AS count FROM articles
WHERE number IN (SELECT value FROM json_each(:numbers))
  AND topic IS NOT NULL
GROUP BY topic;

-- name: lock_articles(numbers)!
-- Nothing to wait for: whoever writes is alone.
SELECT :numbers;

-- The search queries in SQLite's dialect: full-text search by FTS5, whose rowid is the doc_id. FTS5 walks the newest
-- first and stops early. Every token and phrase is quoted, so that FTS5 reads no operator in it.

-- name: store(rows)!
-- Insert or replace entries ([[doc_id, tokens], …]).
INSERT OR REPLACE INTO search (rowid, tokens)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows);

-- name: delete(doc_id)*!
-- Delete an entry.
DELETE FROM search WHERE rowid = :doc_id;

-- name: add_words(forms)!
-- Insert stems that are not in the vocabulary yet ({stem: word}).
INSERT INTO vocabulary (stem, form) SELECT key, value FROM json_each(:forms) WHERE true
ON CONFLICT DO NOTHING;

-- name: vocabulary(prefix, end, shortest, longest, limit)$
-- Stems that begin with a prefix and whose length is between two limits, as one object ({stem: word}): thousands of rows
-- would be thousands of steps of the event loop.
SELECT json_group_object(stem, form) FROM (
    SELECT stem, form FROM vocabulary
    WHERE stem >= :prefix AND stem < :end AND length(stem) BETWEEN :shortest AND :longest
    ORDER BY stem
    LIMIT :limit
) AS known;

-- name: find_newest(tokens, phrases, start, end, limit)
-- The newest doc_ids of a range that contain every token and phrase.
SELECT rowid AS doc_id FROM search
WHERE search MATCH (
    SELECT group_concat('"' || value || '"', ' ')
    FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
) AND rowid >= :start AND rowid < :end
ORDER BY rowid DESC
LIMIT :limit;

-- name: find_oldest(tokens, phrases, start, end, limit)
-- The oldest doc_ids of a range that contain every token and phrase.
SELECT rowid AS doc_id FROM search
WHERE search MATCH (
    SELECT group_concat('"' || value || '"', ' ')
    FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
) AND rowid >= :start AND rowid < :end
ORDER BY rowid
LIMIT :limit;

-- name: find_prefix(tokens, phrases, prefix, start, end, max_candidates, limit)
-- Of the newest `max_candidates` doc_ids of a range that contain every token and phrase: those that also have a token
-- with this prefix.
SELECT doc_id FROM (
    SELECT rowid AS doc_id, tokens FROM search
    WHERE search MATCH (
        SELECT group_concat('"' || value || '"', ' ')
        FROM (SELECT value FROM json_each(:tokens) UNION ALL SELECT value FROM json_each(:phrases))
    ) AND rowid >= :start AND rowid < :end
    ORDER BY rowid DESC
    LIMIT :max_candidates
)
WHERE instr(tokens, ' ' || :prefix) > 0
ORDER BY doc_id DESC
LIMIT :limit;

-- name: tokens(doc_ids)
-- The indexed tokens of some doc_ids.
SELECT rowid AS doc_id, tokens FROM search WHERE rowid IN (SELECT value FROM json_each(:doc_ids));

-- name: articles(numbers)
-- Those of some articles that are published, with their texts.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.attachments, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_for,
       a.comment_count, a.reads, a.breaking, a.silent, a.publish_at, a.updated_version, a.topics, a.follows
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.number IN (SELECT value FROM json_each(:numbers)) AND a.status = 'published';

-- name: topics(numbers)
-- The topics of some articles, with the number of articles and the largest article number of each.
SELECT topic, max(number) AS number, count(*) AS count FROM articles
WHERE number IN (SELECT value FROM json_each(:numbers))
  AND topic IS NOT NULL
GROUP BY topic;

-- name: lock_articles(numbers)!
-- Nothing to lock: SQLite has one writer at a time.
SELECT :numbers;

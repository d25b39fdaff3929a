-- The replaced versions of articles, with their contents. The present version of an article is in its own row.

-- name: keep(number)!
-- Store the present version of an article before it is changed: its contents, and who made it when.
INSERT INTO article_versions (article, version, at, editor_id, title, lead, body, attachments, updated_at, reason,
                              visible)
SELECT a.number, a.version, COALESCE(a.revised_at, a.created_at),
       CASE WHEN a.revised_at IS NULL THEN a.author_id ELSE a.revised_by END,
       a.title, a.lead, b.body, a.attachments, a.updated_at, a.update_reason,
       CASE WHEN a.version = a.updated_version THEN 1 ELSE 0 END
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.number = :number;

-- name: before(number, version, limit)
-- The versions of an article below one, newest first, with their editors' names.
SELECT v.version, v.at, v.editor_id, r.name, v.reason, v.visible
FROM article_versions AS v
LEFT JOIN readers AS r ON r.id = v.editor_id
WHERE v.article = :number AND v.version < :version
ORDER BY v.version DESC
LIMIT :limit;

-- name: get(number, version)^
-- An article as it was in a replaced version.
SELECT a.number, v.title, v.body, a.status, a.created_at, v.lead, a.topic, a.source_url, v.attachments, a.author_id,
       v.version, a.published_at, v.updated_at, v.reason AS update_reason, a.updated_by, a.retract_reason,
       a.comments_for, a.comment_count, a.reads, a.breaking, a.silent, a.publish_at, NULL AS updated_version, a.topics,
       a.follows
FROM article_versions AS v
JOIN articles AS a ON a.number = v.article
WHERE v.article = :number AND v.version = :version;

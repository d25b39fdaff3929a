-- Topics, and which articles have which. A merged topic keeps its row, so that its name leads to the other one.
-- `article_topics.published_at` is set while the article is published: lists of a topic are read by one index.

-- name: get(id)^
-- One topic; a merged one too.
SELECT id, name, position, merged_into, key FROM topics WHERE id = :id;

-- name: by_key(key)^
-- The topic that a name stands for: of a merged one, the topic that took its place.
SELECT COALESCE(m.id, t.id) AS id, COALESCE(m.name, t.name) AS name, COALESCE(m.position, t.position) AS position,
       NULL AS merged_into
FROM topics AS t
LEFT JOIN topics AS m ON m.id = t.merged_into
WHERE t.key = :key;

-- name: after(position, id, limit)
-- The topics behind a place in their order.
SELECT id, name, position, merged_into FROM topics
WHERE (position, id) > (:position, :id) AND merged_into IS NULL
ORDER BY position, id
LIMIT :limit;

-- name: before(position, id, limit)
-- The topics before a place in their order, the last one first.
SELECT id, name, position, merged_into FROM topics
WHERE (position, id) < (:position, :id) AND merged_into IS NULL
ORDER BY position DESC, id DESC
LIMIT :limit;

-- name: used_after(position, id, limit)
-- The topics behind a place in their order that have a published article.
SELECT id, name, position, merged_into FROM topics AS t
WHERE (position, id) > (:position, :id) AND merged_into IS NULL
  AND EXISTS (SELECT 1 FROM article_topics AS s WHERE s.topic_id = t.id AND s.published_at IS NOT NULL)
ORDER BY position, id
LIMIT :limit;

-- name: add(name, key)^
-- Add a topic behind all others; no row if its name is known.
INSERT INTO topics (name, key, position)
VALUES (:name, :key, (SELECT COALESCE(MAX(position), 0) + 1 FROM topics))
ON CONFLICT DO NOTHING
RETURNING id, name, position, merged_into;

-- name: take_name(id, key)$
-- Take a name from a topic that was merged into this one, and return the other's id. No folded name is a blank.
UPDATE topics SET key = ' ' WHERE key = :key AND merged_into = :id RETURNING id;

-- name: give_name(id, name, key)!
-- Give a merged topic the name that the other one had before. Articles show the name of the other one.
UPDATE topics SET name = :name, key = :key WHERE id = :id;

-- name: rename(id, name, key)!
-- Rename a topic; the copies of its name in articles are still to be renewed.
UPDATE topics SET name = :name, key = :key, refresh_after = 0 WHERE id = :id;

-- name: merge(id, into)!
-- Put another topic in the place of one, and of those that were merged into it before.
UPDATE topics SET merged_into = :into, refresh_after = CASE WHEN id = :id THEN 0 ELSE refresh_after END
WHERE id = :id OR merged_into = :id;

-- name: move(id, position)!
-- Put a topic at a place in the order.
UPDATE topics SET position = :position WHERE id = :id;

-- name: is_stale()$
-- A row if articles have copies of a topic's name to be renewed.
SELECT 1 FROM topics WHERE refresh_after IS NOT NULL LIMIT 1;

-- name: refreshed(id, after)!
-- Up to which article the copies of a topic's name are renewed; NULL: all are.
UPDATE topics SET refresh_after = :after WHERE id = :id;

-- name: articles_after(id, number, limit)
-- Articles that have a topic, behind a number.
SELECT article FROM article_topics WHERE topic_id = :id AND article > :number ORDER BY article LIMIT :limit;

-- name: of_article(number)
-- The topics of an article in their order; of a merged one, the topic that took its place.
SELECT COALESCE(m.id, t.id) AS id, COALESCE(m.name, t.name) AS name
FROM article_topics AS s
JOIN topics AS t ON t.id = s.topic_id
LEFT JOIN topics AS m ON m.id = t.merged_into
WHERE s.article = :number
ORDER BY s.position;

-- name: published_at(number)$
-- When a published article was published; NULL for any other.
SELECT CASE WHEN status = 'published' THEN published_at END FROM articles WHERE number = :number;

-- name: assign(topic_id, number, position, published_at)*!
-- Give an article a topic.
INSERT INTO article_topics (topic_id, article, position, published_at)
VALUES (:topic_id, :number, :position, :published_at)
ON CONFLICT DO NOTHING;

-- name: clear(number)!
-- Take all topics from an article.
DELETE FROM article_topics WHERE article = :number;

-- name: set_copies(number, topic, topics)!
-- Write the copies of the topics' names into an article's row: of the first one, and of all.
UPDATE articles SET topic = :topic, topics = :topics WHERE number = :number;

-- name: list(number, published_at)!
-- Put an article on the lists of its topics, or with NULL take it off.
UPDATE article_topics SET published_at = :published_at WHERE article = :number;

-- name: older(topic, at, number, limit)
-- Headlines of a topic from a keyset on, itself included, newest first.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking
FROM article_topics AS s
JOIN articles AS a ON a.number = s.article
WHERE s.topic_id = :topic AND s.published_at IS NOT NULL AND (s.published_at, s.article) <= (:at, :number)
ORDER BY s.published_at DESC, s.article DESC
LIMIT :limit;

-- name: newer(topic, at, number, limit)
-- Headlines of a topic newer than a keyset, oldest first.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking
FROM article_topics AS s
JOIN articles AS a ON a.number = s.article
WHERE s.topic_id = :topic AND s.published_at IS NOT NULL AND (s.published_at, s.article) > (:at, :number)
ORDER BY s.published_at, s.article
LIMIT :limit;

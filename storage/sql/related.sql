-- Related articles. An entry has an article's profile and its neighbours; the postings of a term are the articles in
-- which the term weighs most. Lists of numbers are JSON parameters.

-- name: state()^
-- The version of the rules that computed the entries, the number of articles counted, and where a rebuild continues.
SELECT version, articles, cursor FROM related_state WHERE id = 1;

-- name: set_state(version, articles, cursor)!
-- Store the version, the number of articles and the position of a rebuild.
UPDATE related_state SET version = :version, articles = :articles, cursor = :cursor WHERE id = 1;

-- name: store(number, text_hash, profile, neighbours)*!
-- Insert or replace an article's entry.
INSERT INTO related (number, text_hash, profile, neighbours) VALUES (:number, :text_hash, :profile, :neighbours)
ON CONFLICT (number) DO UPDATE SET
    text_hash = excluded.text_hash, profile = excluded.profile, neighbours = excluded.neighbours;

-- name: store_neighbours(number, neighbours)*!
-- Change the neighbours in an article's entry.
UPDATE related SET neighbours = :neighbours WHERE number = :number;

-- name: add_frequencies(term, articles)*!
-- Add to the number of articles that have a term.
INSERT INTO related_terms (term, articles) VALUES (:term, :articles)
ON CONFLICT (term) DO UPDATE SET articles = related_terms.articles + excluded.articles;

-- name: store_postings(term, postings)*!
-- Insert or replace the postings of a term.
INSERT INTO related_postings (term, postings) VALUES (:term, :postings)
ON CONFLICT (term) DO UPDATE SET postings = excluded.postings;

-- name: articles(number, limit)
-- Published articles from a number down, with their texts.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.attachments, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_for,
       a.comment_count, a.reads, a.breaking, a.silent, a.publish_at, a.updated_version, a.topics, a.follows
FROM articles AS a
LEFT JOIN article_bodies AS b ON b.number = a.number
WHERE a.number <= :number AND a.status = 'published'
ORDER BY a.number DESC
LIMIT :limit;

-- name: delete_entries()!
-- Delete every entry.
DELETE FROM related;

-- name: delete_frequencies()!
-- Delete every term's number of articles.
DELETE FROM related_terms;

-- name: delete_postings()!
-- Delete the postings of every term.
DELETE FROM related_postings;

-- name: set_verdict(number, other, verdict, editor_id, at)*!
-- Insert or replace an editor's verdict.
INSERT INTO related_verdicts (number, other, verdict, editor_id, at)
VALUES (:number, :other, :verdict, :editor_id, :at)
ON CONFLICT (number, other) DO UPDATE SET
    verdict = excluded.verdict, editor_id = excluded.editor_id, at = excluded.at;

-- name: unpin(number)!
-- Delete the pin under an article.
DELETE FROM related_verdicts WHERE number = :number AND verdict = 'pinned';

-- name: delete_verdict(number, other)!
-- Delete a verdict; a ban is deleted in both directions.
DELETE FROM related_verdicts
WHERE (number = :number AND other = :other) OR (number = :other AND other = :number AND verdict = 'forbidden');

-- name: given(number)
-- Every verdict under an article, with the other article's headline and the editor's name.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking, v.verdict, v.editor_id,
       v.at, r.name
FROM related_verdicts AS v
JOIN articles AS a ON a.number = v.other
LEFT JOIN readers AS r ON r.id = v.editor_id
WHERE v.number = :number
ORDER BY v.at, a.number;

-- name: verdicts(number)
-- The published articles with a verdict under this article.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, a.attachments, a.breaking, v.verdict, v.at
FROM related_verdicts AS v
JOIN articles AS a ON a.number = v.other
WHERE v.number = :number AND a.status = 'published';

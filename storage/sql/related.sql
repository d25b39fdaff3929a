-- What belongs together. A place has an article's profile and its neighbours; postings are the articles that a term is
-- strong in. Both engines take lists of numbers as JSON.

-- name: state()^
-- What the places were made by.
SELECT version, articles, cursor FROM related_state WHERE id = 1;

-- name: set_state(version, articles, cursor)!
-- Write down what the places were made by.
UPDATE related_state SET version = :version, articles = :articles, cursor = :cursor WHERE id = 1;

-- name: store(number, text_hash, profile, neighbours)*!
-- Store a place, in place of what was.
INSERT INTO related (number, text_hash, profile, neighbours) VALUES (:number, :text_hash, :profile, :neighbours)
ON CONFLICT (number) DO UPDATE SET
    text_hash = excluded.text_hash, profile = excluded.profile, neighbours = excluded.neighbours;

-- name: store_neighbours(number, neighbours)*!
-- Change the neighbours in a place.
UPDATE related SET neighbours = :neighbours WHERE number = :number;

-- name: add_frequencies(term, articles)*!
-- Count a term in so many more articles.
INSERT INTO related_terms (term, articles) VALUES (:term, :articles)
ON CONFLICT (term) DO UPDATE SET articles = related_terms.articles + excluded.articles;

-- name: store_postings(term, postings)*!
-- Store the articles of a term, in place of those that were.
INSERT INTO related_postings (term, postings) VALUES (:term, :postings)
ON CONFLICT (term) DO UPDATE SET postings = excluded.postings;

-- name: articles(number, limit)
-- Published articles from a number down, texts included.
SELECT a.number, a.title, b.body, a.status, a.created_at, a.lead, a.topic, a.source_url, a.cover, a.author_id,
       a.version, a.published_at, a.updated_at, a.update_reason, a.updated_by, a.retract_reason, a.comments_open,
       a.comment_count, a.reads
FROM articles AS a
JOIN article_bodies AS b ON b.number = a.number
WHERE a.number <= :number AND a.status = 'published'
ORDER BY a.number DESC
LIMIT :limit;

-- name: delete_entries()!
-- Drop every place.
DELETE FROM related;

-- name: delete_frequencies()!
-- Drop every count.
DELETE FROM related_terms;

-- name: delete_postings()!
-- Drop every list of postings.
DELETE FROM related_postings;

-- name: set_verdict(number, other, verdict, editor_id, at)*!
-- Keep a verdict, in place of what was.
INSERT INTO related_verdicts (number, other, verdict, editor_id, at)
VALUES (:number, :other, :verdict, :editor_id, :at)
ON CONFLICT (number, other) DO UPDATE SET
    verdict = excluded.verdict, editor_id = excluded.editor_id, at = excluded.at;

-- name: unpin(number)!
-- Drop what is pinned under an article.
DELETE FROM related_verdicts WHERE number = :number AND verdict = 'pinned';

-- name: delete_verdict(number, other)!
-- Drop a verdict, and a ban the other way round too.
DELETE FROM related_verdicts
WHERE (number = :number AND other = :other) OR (number = :other AND other = :number AND verdict = 'forbidden');

-- name: verdicts(number)
-- The articles that there is a verdict on under this one.
SELECT a.number, a.title, a.published_at, a.updated_at, a.topic, v.verdict, v.at
FROM related_verdicts AS v
JOIN articles AS a ON a.number = v.other
WHERE v.number = :number AND a.status = 'published';

-- What an article has of its own of the rules of comments.

-- name: get(article)^
-- The rules of an article; no row if it has none of its own.
SELECT days, night, slow_seconds FROM comment_rules WHERE article = :article;

-- name: put(article, days, night, slow_seconds)!
-- Store the rules of an article.
INSERT INTO comment_rules (article, days, night, slow_seconds) VALUES (:article, :days, :night, :slow_seconds)
ON CONFLICT (article) DO UPDATE
SET days = excluded.days, night = excluded.night, slow_seconds = excluded.slow_seconds;

-- The search index of published articles. An entry is a doc_id, which ascends in the archive's order, and the article's
-- tokens joined by spaces. The vocabulary has a word for each stem that was ever indexed.

-- name: state()^
-- The version of the rules that built the index, and where a rebuild continues.
SELECT version, cursor FROM search_state WHERE id = 1;

-- name: set_state(version, cursor)!
-- Store the version of the rules and the position of a rebuild.
UPDATE search_state SET version = :version, cursor = :cursor WHERE id = 1;

-- name: count_from(at, number)$
-- How many articles the archive has from a keyset on, itself included.
SELECT count(*) FROM articles WHERE status = 'published' AND (published_at, number) <= (:at, :number);

-- name: count_since(since)$
-- How many articles were published since then. The order is that of the index, which PostgreSQL takes then.
SELECT count(*) FROM (
    SELECT 1 FROM articles WHERE status = 'published' AND published_at >= :since ORDER BY published_at DESC, number DESC
) AS counted;

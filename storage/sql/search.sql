-- The index of published articles. An entry is a doc_id, which grows along the archive's order, and its tokens joined by
-- blanks. The vocabulary has a word for each stem that ever was in the index.

-- name: state()^
-- What the index was made by, and where making it anew goes on.
SELECT version, cursor FROM search_state WHERE id = 1;

-- name: set_state(version, cursor)!
-- Write down what the index was made by.
UPDATE search_state SET version = :version, cursor = :cursor WHERE id = 1;

-- name: count_from(at, number)$
-- How many articles are published from a doc_id in the archive on, itself included.
SELECT count(*) FROM articles WHERE status = 'published' AND (published_at, number) <= (:at, :number);

-- name: vocabulary(prefix, end, shortest, longest, limit)
-- Stems that begin with a prefix, of a length about the one asked for.
SELECT stem, form FROM vocabulary
WHERE stem >= :prefix AND stem < :end AND length(stem) BETWEEN :shortest AND :longest
ORDER BY stem
LIMIT :limit;

-- The article queries in PostgreSQL's dialect. Rows are locked, because other processes write at the same time.

-- name: lock(number, version)$
-- The number of an article that may be changed: it is not retracted, and has the version, if one is given. Of two
-- processes, the second one waits here, and then keeps the version that the first one has made.
SELECT number FROM articles
WHERE number = :number AND status <> 'retracted' AND version = COALESCE(CAST(:version AS BIGINT), version)
FOR NO KEY UPDATE;

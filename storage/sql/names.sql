-- Names that are taken or reserved, by their skeletons. `until` is NULL while a name is in use.

-- name: is_taken(key, id, now)$
-- A row if the name is another person's.
SELECT 1 FROM names WHERE key = :key AND reader_id <> :id AND (until IS NULL OR until > :now);

-- name: claim(key, id, now)$
-- Keep a name for a person and return its key; no row if it is another person's. One statement decides.
INSERT INTO names (key, reader_id) VALUES (:key, :id)
ON CONFLICT (key) DO UPDATE SET reader_id = excluded.reader_id, until = NULL
WHERE names.reader_id = excluded.reader_id OR names.until <= :now
RETURNING key;

-- name: free(key, id)!
-- Let others take a name that was kept for a person.
DELETE FROM names WHERE key = :key AND reader_id = :id;

-- name: reserve(key, id, until)!
-- Keep a name for the person who bore it until a time.
UPDATE names SET until = :until WHERE key = :key AND reader_id = :id;

-- name: forget_before(now)!
-- Delete the names that were reserved until a time that is over.
DELETE FROM names WHERE until IS NOT NULL AND until <= :now;

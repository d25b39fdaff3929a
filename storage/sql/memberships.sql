-- Memberships: who is in which group, which end by themselves, and under which Telegram username a reader is known.

-- name: due(now, limit)
-- Memberships that are over and not settled, the longest over first.
SELECT id FROM readers WHERE role_until <= :now ORDER BY role_until LIMIT :limit;

-- name: of_role(role, behind, limit)
-- The members of a group behind an id, by id.
SELECT * FROM readers WHERE role = :role AND id > :behind ORDER BY id LIMIT :limit;

-- name: count(role, most)$
-- How many are in a group, counted up to `most`.
SELECT COUNT(*) FROM (SELECT 1 FROM readers WHERE role = :role LIMIT :most) AS counted;

-- name: forget_username(username, id)!
-- Telegram gave a username to another person.
UPDATE readers SET username = NULL WHERE username = :username AND id <> :id;

-- name: set_username(id, username)!
-- Store a registered reader's username, NULL for none.
UPDATE readers SET username = :username WHERE id = :id AND registered_at IS NOT NULL;

-- name: by_username(username)^
-- The reader with a username.
SELECT * FROM readers WHERE username = :username LIMIT 1;

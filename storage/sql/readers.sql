-- Registered readers, and guests: those who chose a language, and those who have commented in a group under the name
-- that Telegram tells. A guest's name has no key: another person may register under it. Of persons who
-- were forgotten, a ban or a silence is left, without a name and a language.

-- name: get(id)^
-- One person, registered or not.
SELECT * FROM readers WHERE id = :id;

-- name: choose_language(id, language, at)!
-- Store a language, for a guest too.
INSERT INTO readers (id, role, language, known_since) VALUES (:id, 'guest', :language, CAST(:at AS BIGINT))
ON CONFLICT (id) DO UPDATE SET language = excluded.language;

-- name: delete_guest(id)^
-- Delete a guest's row and return what it held: the insert that follows then checks both unique keys, id and name, in
-- one statement.
DELETE FROM readers WHERE id = :id AND registered_at IS NULL AND role = 'guest'
RETURNING language, known_since, restricted_until;

-- name: register(id, name, name_key, language, at, known_since, restricted_until)$
-- Insert a member; no row if the name is taken or the person is registered.
INSERT INTO readers (id, role, language, name, name_key, registered_at, known_since, restricted_until)
VALUES (:id, 'member', :language, :name, :name_key, :at, :known_since, CAST(:restricted_until AS BIGINT))
ON CONFLICT DO NOTHING
RETURNING id;

-- name: subscribed_since(id)$
-- When the private chat with a person was subscribed, also if that has ended.
SELECT s.since FROM places AS p JOIN subscriptions AS s ON s.place_id = p.id WHERE p.chat_id = :id AND p.topic = 0;

-- name: registered(id)$
-- When the person registered; NULL for a guest.
SELECT registered_at FROM readers WHERE id = :id;

-- name: name_key(id)$
-- The skeleton of a reader's name; no row for a guest.
SELECT name_key FROM readers WHERE id = :id;

-- name: rename(id, name, name_key, at)!
-- Change the name of a reader.
UPDATE readers SET name = :name, name_key = :name_key, name_changed_at = :at WHERE id = :id;

-- name: remember(id, at)!
-- Store a guest who is not stored.
INSERT INTO readers (id, role, language, known_since) VALUES (:id, 'guest', '', :at)
ON CONFLICT (id) DO NOTHING;

-- name: set_role(id, role, until, after)$
-- Change the role of a person, for good if `until` is NULL; no row if there is none. A guest can only be banned.
UPDATE readers SET
    role = CASE WHEN registered_at IS NULL AND :role <> 'banned' THEN 'guest' ELSE :role END,
    role_until = CAST(:until AS BIGINT),
    role_after = :after
WHERE id = :id
RETURNING id;

-- name: name_guest(id, name, at)!
-- Store the name of a guest, who has commented in a group; a reader keeps the own name.
INSERT INTO readers (id, role, language, name, known_since) VALUES (:id, 'guest', '', :name, CAST(:at AS BIGINT))
ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE readers.registered_at IS NULL;

-- name: named(name_key)$
-- The reader who is registered under a name.
SELECT id FROM readers WHERE name_key = :name_key;

-- name: restrict(id, until)$
-- Take no comments of a person until then, or again if it is NULL.
UPDATE readers SET restricted_until = CAST(:until AS BIGINT) WHERE id = :id
RETURNING id;

-- name: lock(id)^
-- Keep a reader as it is until the transaction ends, and return it; no row for an unknown person.
UPDATE readers SET role = role WHERE id = :id
RETURNING *;

-- Registered readers, and guests who chose a language (a row without a name).

-- name: get(id)^
-- One person, registered or not.
SELECT id, role, language, name, registered_at FROM readers WHERE id = :id;

-- name: choose_language(id, language)!
-- Store a language, for a guest too.
INSERT INTO readers (id, role, language) VALUES (:id, 'guest', :language)
ON CONFLICT (id) DO UPDATE SET language = excluded.language;

-- name: delete_guest(id)$
-- Delete a guest's row and return the guest's language: the insert that follows then checks both unique keys, id and
-- name, in one statement.
DELETE FROM readers WHERE id = :id AND registered_at IS NULL
RETURNING language;

-- name: register(id, name, name_key, language, at)$
-- Insert a member; no row if the name is taken or the person is registered.
INSERT INTO readers (id, role, language, name, name_key, registered_at)
VALUES (:id, 'member', :language, :name, :name_key, :at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: registered(id)$
-- When the person registered; NULL for a guest.
SELECT registered_at FROM readers WHERE id = :id;

-- name: name_key(id)$
-- The skeleton of a reader's name; no row for a guest.
SELECT name_key FROM readers WHERE id = :id;

-- name: rename(id, name, name_key, at)!
-- Change the name of a reader.
UPDATE readers SET name = :name, name_key = :name_key, name_changed_at = :at WHERE id = :id;

-- name: set_role(id, role)$
-- Change the role of a registered reader; no row if there is none.
UPDATE readers SET role = :role WHERE id = :id AND registered_at IS NOT NULL
RETURNING id;

-- name: lock(id)$
-- Keep the role of a reader as it is until the transaction ends, and return it; no row for an unknown person.
UPDATE readers SET role = role WHERE id = :id
RETURNING role;

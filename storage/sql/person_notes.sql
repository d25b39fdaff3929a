-- Notes on people, for the staff.

-- name: add(person, by, at, text)!
-- Insert a note.
INSERT INTO person_notes (person, by_id, at, text) VALUES (:person, :by, :at, :text);

-- name: newest(person, limit)
-- The newest notes on a person, with the names of those who wrote them.
SELECT n.text, n.at, COALESCE(r.name, '') AS by_name
FROM person_notes AS n
LEFT JOIN readers AS r ON r.id = n.by_id
WHERE n.person = :person
ORDER BY n.id DESC
LIMIT :limit;

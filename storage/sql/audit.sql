-- The audit: who did what, when, to which article or person. Rows are never deleted; of a person
-- who was forgotten the id becomes 0.

-- name: add(at, by_id, act, area, article, person, number, note)!
-- Insert the row of a deed.
INSERT INTO audit (at, by_id, act, area, article, person, number, note)
VALUES (:at, :by_id, :act, :area, :article, :person, :number, :note);

-- name: newest(before, limit)
-- The rows below an id, the newest first, with names and headlines as they are now.
SELECT d.id, d.at, d.by_id, d.act, d.area, d.article, d.person, d.number, d.note,
       b.name AS by_name, p.name AS person_name, a.title
FROM audit AS d
LEFT JOIN readers AS b ON b.id = d.by_id
LEFT JOIN readers AS p ON p.id = d.person
LEFT JOIN articles AS a ON a.number = d.article
WHERE d.id < :before
ORDER BY d.id DESC
LIMIT :limit;

-- name: in_area(area, before, limit)
-- The same of one area.
SELECT d.id, d.at, d.by_id, d.act, d.area, d.article, d.person, d.number, d.note,
       b.name AS by_name, p.name AS person_name, a.title
FROM audit AS d
LEFT JOIN readers AS b ON b.id = d.by_id
LEFT JOIN readers AS p ON p.id = d.person
LEFT JOIN articles AS a ON a.number = d.article
WHERE d.area = :area AND d.id < :before
ORDER BY d.id DESC
LIMIT :limit;

-- name: of_article(article, before, limit)
-- The same of one article.
SELECT d.id, d.at, d.by_id, d.act, d.area, d.article, d.person, d.number, d.note,
       b.name AS by_name, p.name AS person_name, a.title
FROM audit AS d
LEFT JOIN readers AS b ON b.id = d.by_id
LEFT JOIN readers AS p ON p.id = d.person
LEFT JOIN articles AS a ON a.number = d.article
WHERE d.article = :article AND d.id < :before
ORDER BY d.id DESC
LIMIT :limit;

-- name: done_by(person, before, limit)
-- The same of what one person did.
SELECT d.id, d.at, d.by_id, d.act, d.area, d.article, d.person, d.number, d.note,
       b.name AS by_name, p.name AS person_name, a.title
FROM audit AS d
LEFT JOIN readers AS b ON b.id = d.by_id
LEFT JOIN readers AS p ON p.id = d.person
LEFT JOIN articles AS a ON a.number = d.article
WHERE d.by_id = :person AND d.id < :before
ORDER BY d.id DESC
LIMIT :limit;

-- name: done_to(person, before, limit)
-- The same of what was done to one person.
SELECT d.id, d.at, d.by_id, d.act, d.area, d.article, d.person, d.number, d.note,
       b.name AS by_name, p.name AS person_name, a.title
FROM audit AS d
LEFT JOIN readers AS b ON b.id = d.by_id
LEFT JOIN readers AS p ON p.id = d.person
LEFT JOIN articles AS a ON a.number = d.article
WHERE d.person = :person AND d.id < :before
ORDER BY d.id DESC
LIMIT :limit;

-- name: doers()
-- Everybody who has a row as a doer and is not forgotten, found by one step in the index a person.
WITH RECURSIVE doers (id) AS (
    SELECT MIN(by_id) FROM audit WHERE by_id > 0
    UNION ALL
    SELECT (SELECT MIN(by_id) FROM audit WHERE by_id > doers.id) FROM doers WHERE doers.id IS NOT NULL
)
SELECT doer.id, COALESCE(r.name, '') AS name FROM doers AS doer
LEFT JOIN readers AS r ON r.id = doer.id
WHERE doer.id IS NOT NULL;

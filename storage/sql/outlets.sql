-- Outlets: the places that articles are posted to, and which of them an article's editor chose against the default.

-- name: get(place)^
-- One outlet with its place.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language
FROM outlets AS o JOIN places AS p ON p.id = o.place_id
WHERE o.place_id = :place;

-- name: page(after, limit)
-- Outlets in the order of their places.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language
FROM outlets AS o JOIN places AS p ON p.id = o.place_id
WHERE o.place_id > :after
ORDER BY o.place_id
LIMIT :limit;

-- name: of_chat(chat_id)
-- The outlets in a chat.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language
FROM places AS p JOIN outlets AS o ON o.place_id = p.id
WHERE p.chat_id = :chat_id
ORDER BY p.topic;

-- name: discussed_in(chat_id)$
-- An outlet that is discussed in a group.
SELECT place_id FROM outlets WHERE discussion = :chat_id LIMIT 1;

-- name: ask(place, title, username, discussion)$
-- Store an outlet that somebody is asked about, and return its place; no row if it is known.
INSERT INTO outlets (place_id, state, title, username, discussion)
VALUES (:place, 'asked', :title, :username, :discussion)
ON CONFLICT DO NOTHING
RETURNING place_id;

-- name: arrange(place, state, template, silent, words, topics)$
-- Change what is given.
UPDATE outlets SET
    state = COALESCE(:state, state),
    template = COALESCE(:template, template),
    silent = COALESCE(:silent, silent),
    words = COALESCE(:words, words),
    topics = COALESCE(:topics, topics)
WHERE place_id = :place
RETURNING place_id;

-- name: describe(place, title, username, discussion)!
-- What Telegram says of the chat now.
UPDATE outlets SET title = :title, username = :username, discussion = :discussion WHERE place_id = :place;

-- name: change_state(place, old, new)$
-- Give an outlet in one state another one, and return its place.
UPDATE outlets SET state = :new WHERE place_id = :place AND state = :old RETURNING place_id;

-- name: note_error(place, error, at)!
-- The last thing that went wrong; NULL if the last message arrived.
UPDATE outlets SET error = :error, error_at = :at WHERE place_id = :place;

-- name: remove(place)$
-- Delete an outlet, and return its place.
DELETE FROM outlets WHERE place_id = :place RETURNING place_id;

-- name: forget_choices(place)!
-- Nobody chooses an outlet any more that is no outlet.
DELETE FROM article_outlets WHERE place_id = :place;

-- name: move(old, new)!
-- A place takes over the outlet of another, unless it is an outlet itself.
UPDATE outlets SET place_id = :new
WHERE place_id = :old AND NOT EXISTS (SELECT 1 FROM outlets WHERE place_id = :new);

-- name: drop_question(old, new)!
-- The outlet of the old place goes before a mere question about the new one.
DELETE FROM outlets
WHERE place_id = :new AND state = 'asked' AND EXISTS (SELECT 1 FROM outlets AS o WHERE o.place_id = :old);

-- name: move_choices(old, new)!
-- The choices for one place are for another.
INSERT INTO article_outlets (article, place_id, chosen)
SELECT article, :new, chosen FROM article_outlets WHERE place_id = :old
ON CONFLICT DO NOTHING;

-- name: choices(article)
-- What the editor of an article chose against the default.
SELECT place_id, chosen FROM article_outlets WHERE article = :article;

-- name: choose(article, place, chosen)!
-- Choose an outlet for an article, or leave it out.
INSERT INTO article_outlets (article, place_id, chosen) VALUES (:article, :place, :chosen)
ON CONFLICT (article, place_id) DO UPDATE SET chosen = excluded.chosen;

-- name: forget_choice(article, place)!
-- The default holds again.
DELETE FROM article_outlets WHERE article = :article AND place_id = :place;

-- name: posts(article)
-- Where an article was posted, or is to be.
SELECT o.*, p.id, p.chat_id, p.topic, p.kind, p.language, d.state AS delivery_state, d.message_id
FROM edition_articles AS s
JOIN editions AS e ON e.id = s.edition_id AND e.audience = 'outlets'
JOIN deliveries AS d ON d.edition_id = e.id
JOIN outlets AS o ON o.place_id = d.place_id
JOIN places AS p ON p.id = o.place_id
WHERE s.article = :article;

-- name: count_ahead(edition_id, place)$
-- How many earlier posts are still to be sent, or on their way, to the place. A subquery for each unfinished post, of
-- which there are few: a join may be planned from the deliveries, which are millions.
SELECT COUNT(*) FROM (
    SELECT (SELECT d.state FROM deliveries AS d WHERE d.edition_id = e.id AND d.place_id = :place) AS state
    FROM editions AS e
    WHERE e.finished = 0 AND e.audience = 'outlets' AND e.id < :edition_id
) AS earlier
WHERE state IN ('pending', 'sending');

-- name: failure(edition_id, place, at)^
-- The result of a post, or of an edit of one, that failed at that time.
SELECT d.state, d.error, d.unknowns, d.variant, e.source, e.shown
FROM deliveries AS d JOIN editions AS e ON e.id = d.edition_id
WHERE d.edition_id = :edition_id AND d.place_id = :place AND d.settled_at = :at AND d.state IN ('failed', 'gone');

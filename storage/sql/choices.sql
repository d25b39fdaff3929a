-- What places have chosen. Whether a place waits (`wakes_at`) stands with its subscription: only active ones are served.

-- name: get(place)^
-- What a place has chosen.
SELECT c.place_id, c.preferences, c.previous, c.tracking, s.wakes_at
FROM choices AS c LEFT JOIN subscriptions AS s ON s.place_id = c.place_id
WHERE c.place_id = :place;

-- name: store(place, preferences, previous, tracking)!
-- Insert or replace what a place has chosen.
INSERT INTO choices (place_id, preferences, previous, tracking) VALUES (:place, :preferences, :previous, :tracking)
ON CONFLICT (place_id) DO UPDATE
SET preferences = excluded.preferences, previous = excluded.previous, tracking = excluded.tracking;

-- name: tailor(place, wakes_at)!
-- From now on a subscribed place is served by its choices.
UPDATE subscriptions SET tailored = 1, wakes_at = :wakes_at WHERE place_id = :place;

-- name: store_tracking(place, tracking)*!
-- Store how far a place has been served.
UPDATE choices SET tracking = :tracking WHERE place_id = :place;

-- name: store_waking(place, wakes_at)*!
-- Store until when the publications of a place wait.
UPDATE subscriptions SET wakes_at = :wakes_at WHERE place_id = :place AND ended_at IS NULL;

-- name: has_woken(now)$
-- A row if a place has waited until now, or if a digest is being planned.
SELECT 1 WHERE EXISTS (SELECT 1 FROM subscriptions WHERE ended_at IS NULL AND wakes_at IS NOT NULL AND wakes_at <= :now)
  OR EXISTS (SELECT 1 FROM editions WHERE finished = 0 AND planned = 0 AND kind = 'digest');

-- name: open_pushes()
-- The editions to all subscribers that are not planned to their end.
SELECT id, cursor FROM editions
WHERE finished = 0 AND planned = 0 AND audience = 'subscribers' AND kind = 'headlines';

-- name: pushes_behind(edition)
-- The editions to all subscribers with larger ids.
SELECT id FROM editions WHERE id > :edition AND audience = 'subscribers' AND kind = 'headlines' ORDER BY id;

-- name: newest_push()$
-- The newest edition to all subscribers, 0 if there was none.
SELECT COALESCE(MAX(id), 0) FROM editions WHERE audience = 'subscribers' AND kind = 'headlines';

-- name: candidates(after, upto, limit)
-- The newest articles that were pushed behind one edition and up to another, as choices see them.
SELECT a.number, a.version, a.pushed_in, a.published_at, a.topics, a.source_url, a.follows, a.breaking, e.repeats
FROM articles AS a JOIN editions AS e ON e.id = a.pushed_in
WHERE a.pushed_in > :after AND a.pushed_in <= :upto AND a.status = 'published'
ORDER BY a.pushed_in DESC, a.number DESC
LIMIT :limit;

-- name: merged_topics()
-- The topics that were merged into others.
SELECT id, merged_into FROM topics WHERE merged_into IS NOT NULL;

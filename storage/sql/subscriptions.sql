-- Which places get the headlines: one row for each place; an ended one is kept, with the reason. `after_edition` is the
-- newest edition when it began: it gets the editions with larger ids.

-- name: get(chat_id, topic)^
-- The subscription of the place at an address, active or ended.
SELECT p.id, p.chat_id, p.topic, p.kind, p.language, s.since, s.ended_at, s.started_by
FROM places AS p
JOIN subscriptions AS s ON s.place_id = p.id
WHERE p.chat_id = :chat_id AND p.topic = :topic;

-- name: of_place(place)^
-- The subscription of a place, active or ended.
SELECT p.id, p.chat_id, p.topic, p.kind, p.language, s.since, s.ended_at, s.started_by
FROM places AS p
JOIN subscriptions AS s ON s.place_id = p.id
WHERE p.id = :place;

-- name: active_in_chat(chat_id)
-- The subscribed places of a chat.
SELECT s.place_id FROM places AS p
JOIN subscriptions AS s ON s.place_id = p.id AND s.ended_at IS NULL
WHERE p.chat_id = :chat_id;

-- name: start(place, at, by)$
-- Subscribe a place and return its id; no row if it is subscribed.
INSERT INTO subscriptions (place_id, after_edition, since, started_by, tailored)
SELECT :place, COALESCE((SELECT MAX(id) FROM editions), 0), CAST(:at AS BIGINT), CAST(:by AS BIGINT),
       CASE WHEN EXISTS (SELECT 1 FROM choices WHERE place_id = :place) THEN 1 ELSE 0 END
WHERE 1 = 1
ON CONFLICT (place_id) DO UPDATE
SET after_edition = excluded.after_edition, since = excluded.since, started_by = excluded.started_by, ended_at = NULL,
    end_reason = NULL, tailored = excluded.tailored, wakes_at = NULL
WHERE subscriptions.ended_at IS NOT NULL
RETURNING place_id;

-- name: end(place, at, reason)$
-- End an active subscription and return the place's id.
UPDATE subscriptions SET ended_at = :at, end_reason = :reason WHERE place_id = :place AND ended_at IS NULL
RETURNING place_id;

-- name: cancel_pending(place, error, at)!
-- Cancel a place's pending headlines. A delivery in flight cannot be called back, its result will be stored. Corrections
-- go on: the chat still shows the copies.
UPDATE deliveries SET state = 'cancelled', settled_at = :at, error = :error
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND audience = 'subscribers')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled');

-- name: add_change(at, change, count)!
-- Insert that subscriptions began, ended or were lost; a negative count takes endings back.
INSERT INTO subscription_changes (at, change, count)
SELECT CAST(:at AS BIGINT), CAST(:change AS TEXT), CAST(:count AS BIGINT) WHERE CAST(:count AS BIGINT) <> 0;

-- name: count_ended(start, end)$
-- How many subscriptions ended in a span of time.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NOT NULL AND ended_at >= :start AND ended_at < :end;

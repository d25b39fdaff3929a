-- Places: chats (topic 0) and the topics of forums. Everything else refers to a place by its id, which never changes.

-- name: get(chat_id, topic)^
-- The place at an address.
SELECT id, chat_id, topic, kind, language FROM places WHERE chat_id = :chat_id AND topic = :topic;

-- name: of_chat(chat_id)
-- Every place in a chat.
SELECT id, chat_id, topic, kind, language FROM places WHERE chat_id = :chat_id ORDER BY topic;

-- name: obtain(chat_id, topic, kind, language)$
-- Store a place unless it is known, and return its id. An empty language leaves the stored one.
INSERT INTO places (chat_id, topic, kind, language) VALUES (:chat_id, :topic, :kind, :language)
ON CONFLICT (chat_id, topic) DO UPDATE
SET language = CASE WHEN excluded.language = '' THEN places.language ELSE excluded.language END
RETURNING id;

-- name: set_language(chat_id, language)!
-- The language of every place in a chat.
UPDATE places SET language = :language WHERE chat_id = :chat_id;

-- name: set_chat(place, chat_id)!
-- The chat's new id.
UPDATE places SET chat_id = :chat_id WHERE id = :place;

-- name: keep_language(place, language)!
-- The language of a place that has none.
UPDATE places SET language = :language WHERE id = :place AND language = '';

-- name: forget_copies(place)!
-- The messages that arrived in a place can no longer be edited.
UPDATE deliveries SET message_id = NULL, message_kind = NULL, album = NULL, error = 'moved'
WHERE place_id = :place AND state = 'sent' AND edition_id IN (SELECT id FROM editions WHERE folded = 0);

-- name: copy_subscription(old, new)!
-- Give the subscription of one place to another. An active subscription replaces an ended one; of two active ones the
-- other place's own is kept.
INSERT INTO subscriptions (place_id, after_edition, since, ended_at, end_reason, started_by, variant, tailored, wakes_at)
SELECT :new, after_edition, since, ended_at, end_reason, started_by, variant, tailored, wakes_at
FROM subscriptions WHERE place_id = :old
ON CONFLICT (place_id) DO UPDATE
SET after_edition = excluded.after_edition, since = excluded.since, ended_at = excluded.ended_at,
    end_reason = excluded.end_reason, started_by = excluded.started_by, variant = excluded.variant,
    tailored = excluded.tailored, wakes_at = excluded.wakes_at
WHERE subscriptions.ended_at IS NOT NULL AND excluded.ended_at IS NULL;

-- name: copy_choices(old, new)!
-- Give what one place has chosen to another, unless that has chosen something itself.
INSERT INTO choices (place_id, preferences, previous, tracking)
SELECT :new, preferences, previous, tracking FROM choices WHERE place_id = :old
ON CONFLICT DO NOTHING;

-- name: tailor_chosen(place)!
-- A place is served by its choices if it has some.
UPDATE subscriptions SET tailored = 1
WHERE place_id = :place AND tailored = 0 AND EXISTS (SELECT 1 FROM choices WHERE place_id = :place);

-- name: delete_choices(place)!
-- Delete what a place has chosen that another one replaces.
DELETE FROM choices WHERE place_id = :place;

-- name: delete_subscription(place)!
-- Delete the subscription of a place that another one replaces.
DELETE FROM subscriptions WHERE place_id = :place;

-- name: copy_deliveries(old, new, at)!
-- Give a place the deliveries of another: pending ones stay so; for those that arrived, or may arrive, it gets a
-- cancelled one, so that the edition is not planned for it again. If one of these comes back unsent, it is pending too.
INSERT INTO deliveries (edition_id, place_id, state, due_at, not_before, expires_at, variant, tries, unknowns, settled_at,
                        error)
SELECT edition_id, :new, CASE WHEN state = 'pending' THEN 'pending' ELSE 'cancelled' END, due_at, not_before, expires_at,
       variant, tries, 0, CASE WHEN state = 'pending' THEN NULL ELSE CAST(:at AS BIGINT) END,
       CASE WHEN state = 'pending' THEN error ELSE 'moved' END
FROM deliveries
WHERE place_id = :old AND state IN ('pending', 'sending', 'sent')
  AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND audience <> 'copies')
ON CONFLICT (edition_id, place_id) DO UPDATE SET state = 'pending', settled_at = NULL
WHERE deliveries.state = 'cancelled' AND deliveries.error = 'moved' AND excluded.state = 'pending';

-- name: cancel_received(old, new, at)!
-- Cancel the pending deliveries of a place that the other one has received, or may receive.
UPDATE deliveries SET state = 'cancelled', settled_at = :at, error = 'moved'
WHERE place_id = :new AND edition_id IN (SELECT id FROM editions WHERE finished = 0 AND audience <> 'copies')
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled')
  AND EXISTS (
    SELECT 1 FROM deliveries AS o
    WHERE o.edition_id = deliveries.edition_id AND o.place_id = :old AND o.state IN ('sending', 'sent')
  );

-- name: cancel_pending(place, at)!
-- Cancel every pending delivery of a place.
UPDATE deliveries SET state = 'cancelled', settled_at = :at, error = 'moved'
WHERE place_id = :place AND edition_id IN (SELECT id FROM editions WHERE finished = 0)
  AND state NOT IN ('sending', 'sent', 'gone', 'failed', 'expired', 'cancelled');

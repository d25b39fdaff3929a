-- Planning: the deliveries of an edition are inserted block by block, in the order of the places' ids.

-- name: unplanned()
-- The editions whose deliveries are not all inserted yet, in the order in which they are sent; digests are planned apart.
SELECT id, source, created_at FROM editions
WHERE finished = 0 AND paused = 0 AND planned = 0 AND kind <> 'digest'
ORDER BY priority, id;

-- name: next_subscribers(after, edition_id, limit)^
-- The last place and the size of the next block of places that were subscribed when the edition was opened.
SELECT MAX(place_id) AS last, COUNT(*) AS size
FROM (
    SELECT place_id FROM subscriptions
    WHERE ended_at IS NULL AND after_edition < :edition_id AND place_id > :after
    ORDER BY place_id
    LIMIT :limit
) AS block;

-- name: plan_subscribers(edition_id, due_at, not_before, expires_at, repeats, after, last)
-- Insert the deliveries of one block and return its places; a place that already has a delivery keeps it. Places that have
-- chosen something are served apart. A story that is told again goes to those who subscribed after its first telling.
INSERT INTO deliveries (edition_id, place_id, due_at, not_before, expires_at, variant)
SELECT :edition_id, place_id, CAST(:due_at AS BIGINT), CAST(:not_before AS BIGINT), CAST(:expires_at AS BIGINT), variant
FROM subscriptions
WHERE ended_at IS NULL AND tailored = 0 AND after_edition < :edition_id
  AND after_edition >= COALESCE((SELECT pushed_in FROM articles WHERE number = CAST(:repeats AS BIGINT)), 0)
  AND place_id > :after AND place_id <= :last
ON CONFLICT DO NOTHING
RETURNING place_id;

-- name: has_outdated_in_flight(id, source, may_be_cached, before)$
-- A row if old contents may still arrive after this correction (`id`) is planned: the edition, or an earlier correction
-- of it, has a delivery in flight that was claimed before every process had read the new contents; or it may still
-- claim one, while a process may still send cached contents (`may_be_cached` = 1). `+ 0`: few deliveries are in flight,
-- and only their index has all of them together.
SELECT 1 FROM editions AS e
WHERE (e.id = :source OR e.source = :source) AND e.id < :id AND e.finished = 0
  AND (:may_be_cached = 1 AND e.stopped = 0 OR EXISTS (
    SELECT 1 FROM deliveries WHERE state = 'sending' AND edition_id + 0 = e.id AND claimed_at < :before
  ))
LIMIT 1;

-- name: next_copies(source, after, limit)^
-- The last place and the size of the next block of places that received a copy.
SELECT MAX(place_id) AS last, COUNT(*) AS size
FROM (
    SELECT place_id FROM deliveries
    WHERE edition_id = :source AND place_id > :after AND state = 'sent'
    ORDER BY place_id
    LIMIT :limit
) AS block;

-- name: plan_copies(edition_id, source, due_at, after, last, left_place, left_message)
-- Insert the edits of one block of copies and return its places; a copy without a message id cannot be edited, and one
-- message may be left as it is.
INSERT INTO deliveries (edition_id, place_id, due_at, message_id, message_kind, album, variant)
SELECT :edition_id, place_id, CAST(:due_at AS BIGINT), message_id, message_kind, album, variant
FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND place_id > :after AND place_id <= :last
  AND NOT (place_id = COALESCE(CAST(:left_place AS BIGINT), 0)
           AND message_id = COALESCE(CAST(:left_message AS BIGINT), 0))
ON CONFLICT DO NOTHING
RETURNING place_id;

-- name: move_cursor(id, cursor, planned, due_at)!
-- Store how far an edition is planned. Its new deliveries are pending.
UPDATE editions
SET cursor = COALESCE(:cursor, cursor), planned = :planned,
    next_due_at = CASE WHEN next_due_at < :due_at THEN next_due_at ELSE :due_at END
WHERE id = :id;

-- name: copies(source, after, last)
-- The copies of one block, with the form that each place got.
SELECT place_id, message_id, message_kind, album, variant FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND place_id > :after AND place_id <= :last
ORDER BY place_id;

-- name: add_edit(edition_id, place_id, due_at, message_id, message_kind, album, variant)*!
-- Insert the edit of one copy.
INSERT INTO deliveries (edition_id, place_id, due_at, message_id, message_kind, album, variant)
VALUES (:edition_id, :place_id, :due_at, :message_id, :message_kind, :album, :variant)
ON CONFLICT DO NOTHING;

-- name: add_chosen(edition_id, place_id, due_at, expires_at, variant, reply_to, closes_at, opens_at)*!
-- Insert the delivery of a place that has chosen something.
INSERT INTO deliveries (edition_id, place_id, due_at, expires_at, variant, reply_to, closes_at, opens_at)
VALUES (:edition_id, :place_id, :due_at, :expires_at, :variant, :reply_to, :closes_at, :opens_at)
ON CONFLICT DO NOTHING;

-- name: mark_chosen(id, due_at)!
-- An edition has new pending deliveries, which show parts of it.
UPDATE editions
SET tailored = 1, next_due_at = CASE WHEN next_due_at < :due_at THEN next_due_at ELSE :due_at END
WHERE id = :id;

-- name: newest_digests(limit)
-- Those of the newest digests that are being planned, or that the staff has ended.
SELECT id, shown, stopped
FROM (SELECT id, shown, stopped, planned FROM editions WHERE kind = 'digest' ORDER BY id DESC LIMIT :limit) AS found
WHERE planned = 0 OR stopped = 1;

-- name: close_digests()!
-- No place is left that a digest is to be planned for.
UPDATE editions SET planned = 1 WHERE finished = 0 AND planned = 0 AND kind = 'digest';

-- name: has_open_digest()$
-- A row if a digest is being planned.
SELECT 1 FROM editions WHERE finished = 0 AND planned = 0 AND kind = 'digest' LIMIT 1;

-- name: shown(id)$
-- The articles that an edition was opened with.
SELECT shown FROM editions WHERE id = :id;

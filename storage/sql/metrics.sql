-- The values that monitoring reads every few seconds. Each count stops at a limit, no query walks a whole table.

-- name: pending(limit)$
-- How many updates are not handled yet.
SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE state = 'pending' LIMIT :limit) AS found;

-- name: oldest_pending()^
-- The pending update with the smallest id: of its chat none came earlier.
SELECT update_id, stored_at FROM inbox WHERE state = 'pending' ORDER BY update_id LIMIT 1;

-- name: dead(limit)$
-- How many updates are dead letters.
SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE state = 'dead' LIMIT :limit) AS found;

-- name: open_deliveries(limit)$
-- How many deliveries are planned and not settled. One half for each index of open deliveries.
SELECT COUNT(*) FROM (
    SELECT 1 FROM deliveries WHERE state = 'sending' AND leased_until > 0
    UNION ALL
    SELECT 1 FROM deliveries
    WHERE edition_id IN (SELECT id FROM editions WHERE finished = 0 AND next_due_at IS NOT NULL) AND state = 'pending'
    LIMIT :limit
) AS found;

-- name: oldest_due(now)$
-- Since when the oldest delivery waits: the earliest `due_at` of those pending or with an expired lease, or the opening
-- of an edition that is not planned yet. A time in the future, or NULL, if none is due. Deliveries in flight do not wait,
-- nor do editions that the staff has paused.
SELECT MIN(since) FROM (
    SELECT MIN(COALESCE(not_before, created_at)) AS since FROM editions
    WHERE finished = 0 AND planned = 0 AND paused = 0
    UNION ALL
    SELECT MIN((SELECT MIN(due_at) FROM deliveries WHERE edition_id = editions.id AND state = 'pending')) FROM editions
    WHERE finished = 0 AND paused = 0 AND next_due_at <= :now
    UNION ALL
    SELECT MIN(due_at) FROM deliveries WHERE state = 'sending' AND leased_until <= :now
) AS waiting;

-- What an operator's monitoring asks every few seconds: each count stops at a limit, none walks a table.

-- name: pending(limit)$
-- How many updates are not handled yet.
SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE state = 'pending' LIMIT :limit) AS found;

-- name: dead(limit)$
-- How many updates were laid aside.
SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE state = 'dead' LIMIT :limit) AS found;

-- name: open_deliveries(limit)$
-- How many deliveries are written and not settled.
SELECT COUNT(*) FROM (
    SELECT 1 FROM deliveries
    WHERE edition_id IN (SELECT id FROM editions WHERE finished = 0) AND state IN ('pending', 'sending')
    LIMIT :limit
) AS found;

-- name: oldest_due()$
-- Since when the oldest delivery waits that is due, or not even planned; a time to come when none is due.
SELECT MIN(CASE WHEN planned = 0 THEN created_at ELSE (
    SELECT MIN(due_at) FROM deliveries WHERE edition_id = editions.id AND state IN ('pending', 'sending')
) END) FROM editions WHERE finished = 0;

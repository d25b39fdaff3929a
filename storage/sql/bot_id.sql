-- The bot that serves this database: one row.

-- name: get()$
-- The bot's id, NULL before the first start.
SELECT bot_id FROM bot WHERE id = 1;

-- name: set(bot)!
-- Another bot serves the database from now on.
UPDATE bot SET bot_id = :bot WHERE id = 1;

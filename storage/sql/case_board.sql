-- The board of cases: one row says when cards are posted next, and which notice counts what is open.

-- name: get()^
-- The row.
SELECT due_at, minute, cards, edition_id, shown, shown_at FROM case_board WHERE id = 1;

-- name: take(now, latest, due_at)^
-- Take the turn of posting cards: of several processes one gets the row. A time after `latest` was set by a clock that
-- was ahead.
UPDATE case_board SET due_at = :due_at WHERE id = 1 AND (due_at <= :now OR due_at > :latest)
RETURNING due_at, minute, cards, edition_id, shown, shown_at;

-- name: put(minute, cards, edition_id, shown, shown_at)!
-- Store what the turn has posted.
UPDATE case_board
SET minute = :minute, cards = :cards, edition_id = :edition_id, shown = :shown, shown_at = :shown_at
WHERE id = 1;

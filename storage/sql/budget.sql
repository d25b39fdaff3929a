-- The send budget, one row that all processes share: `next_at` is when the next send may leave. `closed_until` is the
-- end of a pause that Telegram asked for at `closed_at`.

-- name: reserve(now, span)^
-- Take a span of the budget; return when it begins, and until when the gate is closed. It is one statement, so two
-- processes never share an instant.
UPDATE budget SET next_at = CASE WHEN next_at > :now THEN next_at ELSE :now END + :span
WHERE id = 1
RETURNING next_at - :span AS start, closed_until;

-- name: gate()^
-- The pause that Telegram asked for last.
SELECT closed_at, closed_until FROM budget WHERE id = 1 AND closed_until IS NOT NULL;

-- name: close(now, until)!
-- Close the gate until then, unless it is closed for longer.
UPDATE budget SET closed_at = :now, closed_until = :until
WHERE id = 1 AND (closed_until IS NULL OR closed_until < :until);

-- name: open()!
-- Open the gate.
UPDATE budget SET closed_at = NULL, closed_until = NULL WHERE id = 1;

-- name: correct(now, latest, longest)^
-- Undo what a clock that was ahead has written: a budget beyond `latest`, and a pause asked for in the future, which
-- keeps its length, `longest` at most. Return whether there was something.
UPDATE budget
SET next_at = CASE WHEN next_at > :latest THEN :now ELSE next_at END,
    closed_until = CASE
        WHEN closed_at > :now AND closed_until - closed_at < :longest THEN :now + closed_until - closed_at
        WHEN closed_until > :now + :longest THEN :now + :longest
        ELSE closed_until
    END,
    closed_at = CASE WHEN closed_at > :now THEN :now ELSE closed_at END
WHERE id = 1 AND (next_at > :latest OR closed_at > :now OR closed_until > :now + :longest)
RETURNING id;

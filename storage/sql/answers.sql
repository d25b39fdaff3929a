-- Answers to comments, until they are told to those who were answered. `due_at` is NULL once an answer was told or
-- dropped. A window is the time in which a reader gets no further message about a thread (`root`, its first comment).

-- name: add(comment_id, at)!
-- Note a comment that answers another for the author of that one, unless both are one; a second time changes nothing.
INSERT INTO answers (comment_id, reader_id, root, at, due_at)
SELECT c.id, p.author_id, c.root, CAST(:at AS BIGINT), CAST(:at AS BIGINT)
FROM comments AS c JOIN comments AS p ON p.id = COALESCE(c.reply_to, c.root)
WHERE c.id = :comment_id AND p.author_id <> c.author_id
ON CONFLICT DO NOTHING;

-- name: due(now, limit)
-- The readers and threads of answers to be told, the longest due first.
SELECT reader_id, root FROM answers WHERE due_at <= :now ORDER BY due_at LIMIT :limit;

-- name: open_window(reader_id, root, now, until)$
-- Begin the time without further messages; no row if it has begun already. Of several processes one gets the row.
INSERT INTO answer_windows (reader_id, root, until) VALUES (:reader_id, :root, :until)
ON CONFLICT (reader_id, root) DO UPDATE SET until = excluded.until WHERE answer_windows.until <= :now
RETURNING reader_id;

-- name: close_window(reader_id, root)!
-- There was nothing to tell: the next answer is told at once.
DELETE FROM answer_windows WHERE reader_id = :reader_id AND root = :root;

-- name: put_off(reader_id, root)!
-- Tell the answers when the window is over.
UPDATE answers SET due_at = (
    SELECT until FROM answer_windows AS w WHERE w.reader_id = answers.reader_id AND w.root = answers.root
)
WHERE reader_id = :reader_id AND root = :root AND due_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM answer_windows AS w WHERE w.reader_id = answers.reader_id AND w.root = answers.root);

-- name: take(reader_id, root)
-- Take all answers of a thread that wait.
UPDATE answers SET due_at = NULL WHERE reader_id = :reader_id AND root = :root AND due_at IS NOT NULL
RETURNING comment_id;

-- name: take_back(comment_id)!
-- Readers do not see an answer any more that was told.
UPDATE answers SET taken_back = 1 WHERE comment_id = :comment_id AND due_at IS NULL;

-- name: take_back_author(author_id)!
-- Readers do not see any answer of an author any more.
UPDATE answers SET taken_back = 1
WHERE due_at IS NULL AND comment_id IN (SELECT id FROM comments WHERE author_id = :author_id);

-- name: has_taken_back()$
-- Whether there are such answers.
SELECT comment_id FROM answers WHERE taken_back = 1 ORDER BY comment_id LIMIT 1;

-- name: clear_taken_back(limit)
-- Return a block of them, which are dealt with from now on.
UPDATE answers SET taken_back = 0
WHERE taken_back = 1
  AND comment_id IN (SELECT comment_id FROM answers WHERE taken_back = 1 ORDER BY comment_id LIMIT :limit)
RETURNING comment_id;

-- name: mute(reader_id, root)!
-- The reader wants no answers of a thread, or none at all (0).
INSERT INTO answer_mutes (reader_id, root) VALUES (:reader_id, :root)
ON CONFLICT DO NOTHING;

-- name: unmute(reader_id, root)!
-- The reader wants them again.
DELETE FROM answer_mutes WHERE reader_id = :reader_id AND root = :root;

-- name: muted(reader_id, root)$
-- Whether the reader wants no answers of a thread, or none at all (0).
SELECT 1 FROM answer_mutes WHERE reader_id = :reader_id AND root = :root;

-- name: delete_old(before)!
-- Forget which answers were told long ago.
DELETE FROM answers WHERE at < :before AND due_at IS NULL;

-- name: delete_windows(now)!
-- Forget windows that are over.
DELETE FROM answer_windows WHERE until <= :now;

-- name: correct_windows(latest)!
-- Forget windows that a clock which was ahead has opened.
DELETE FROM answer_windows WHERE until > :latest;

-- name: correct_due(now, latest)!
-- Tell now what a clock which was ahead has put off for longer than a window.
UPDATE answers SET due_at = :now WHERE due_at > :latest;

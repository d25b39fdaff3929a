-- What the bot has to do in groups: an outbox. A row is deleted when its deed is done or has failed for good.

-- name: add(kind, chat_id, message_id, user_id, until, query, actor, due_at)!
-- A deed to be done at `due_at` or later.
INSERT INTO group_deeds (kind, chat_id, message_id, user_id, until, query, actor, due_at)
VALUES (:kind, :chat_id, :message_id, :user_id, :until, :query, :actor, :due_at);

-- name: add_deletions(author_id, actor, due_at, kind)!
-- The deletion of each message of a person's that came in a group as a comment.
INSERT INTO group_deeds (kind, chat_id, message_id, actor, due_at)
SELECT CAST(:kind AS TEXT), chat_id, message_id, CAST(:actor AS BIGINT), CAST(:due_at AS BIGINT)
FROM comments WHERE author_id = :author_id AND chat_id < 0;

-- name: supersede(chat_id, user_id, now)!
-- What was to be done to a person in a group and is not under way need not be done any more.
DELETE FROM group_deeds WHERE chat_id = :chat_id AND user_id = :user_id AND user_id <> 0 AND leased_until <= :now;

-- name: release_leases()!
-- End every lease.
UPDATE group_deeds SET leased_until = 0 WHERE leased_until <> 0;

-- name: has_due(now, latest)$
-- A row if a deed is due that no process is about to do.
SELECT 1 FROM group_deeds WHERE due_at <= :now AND (leased_until <= :now OR leased_until > :latest) LIMIT 1;

-- name: settle(id, tries)$
-- A deed of this try is done, or given up.
DELETE FROM group_deeds WHERE id = :id AND tries = :tries RETURNING id;

-- name: put_off(id, tries, due_at)!
-- A deed is tried again later.
UPDATE group_deeds SET leased_until = 0, due_at = :due_at WHERE id = :id AND tries = :tries;

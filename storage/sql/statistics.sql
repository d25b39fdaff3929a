-- Counts for the staff. They walk whole indexes, so in a large archive they take a while.

-- name: totals()^
-- The totals, and the id of the newest push.
SELECT
    (SELECT COUNT(*) FROM articles WHERE status = 'published') AS published,
    (SELECT COUNT(*) FROM articles WHERE status = 'draft') AS drafts,
    (SELECT COUNT(*) FROM comments WHERE removed_at IS NULL AND hidden = 0) AS comments,
    (SELECT COUNT(*) FROM readers WHERE registered_at IS NOT NULL) AS registered,
    (SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL) AS subscribers,
    (SELECT id FROM editions WHERE audience = 'subscribers' ORDER BY id DESC LIMIT 1) AS last_edition;

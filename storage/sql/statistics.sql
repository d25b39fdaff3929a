-- Counts for the staff: they walk whole indexes and may take a while.

-- name: totals()^
-- The newspaper in numbers.
SELECT
    (SELECT COUNT(*) FROM articles WHERE status = 'published') AS published,
    (SELECT COUNT(*) FROM articles WHERE status = 'draft') AS drafts,
    (SELECT COUNT(*) FROM comments) AS comments,
    (SELECT COUNT(*) FROM readers WHERE registered_at IS NOT NULL) AS registered,
    (SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL) AS subscribers,
    (SELECT id FROM editions WHERE kind = 'headlines' ORDER BY id DESC LIMIT 1) AS last_edition;

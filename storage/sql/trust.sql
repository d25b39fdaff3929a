-- Trust: what a reader's published comments show, and when trust was lost.

-- name: published(author_id, but, limit)$
-- How many published comments a reader has since trust was lost, without one of them, up to a limit.
SELECT COUNT(*)
FROM (SELECT 1
      FROM comments
      WHERE author_id = :author_id AND status = 'published' AND id <> :but
        AND at >= COALESCE((SELECT trust_lost_at FROM readers WHERE id = :author_id), 0)
      LIMIT :limit) AS found;

-- name: evidence(author_id, limit)
-- The newest published comments of a reader that say something, since trust was lost: when they were published and
-- edited, whether somebody else approved the present version, and whether another person has said the same before.
SELECT c.fingerprint, c.published_at, c.edited_at,
       EXISTS (SELECT 1 FROM cases AS k
               WHERE k.author_id = c.author_id AND k.comment = c.id AND k.version = c.version
                 AND k.verdict = 'approved' AND k.judged_by <> c.author_id) AS approved,
       EXISTS (SELECT 1 FROM comments AS o
               WHERE o.fingerprint = c.fingerprint AND o.id < c.id AND o.author_id <> c.author_id) AS copied
FROM comments AS c
WHERE c.author_id = :author_id AND c.status = 'published' AND c.fingerprint IS NOT NULL
  AND c.at >= COALESCE((SELECT trust_lost_at FROM readers WHERE id = :author_id), 0)
ORDER BY c.at DESC
LIMIT :limit;

-- name: is_said(fingerprint, author_id)$
-- A row if a comment of another person has the same words.
SELECT 1 FROM comments WHERE fingerprint = :fingerprint AND author_id <> :author_id LIMIT 1;

-- name: mark(id, fingerprint, hook_reason)!
-- Store the fingerprint of a comment's present text, and the hook's reason to hold it.
UPDATE comments SET fingerprint = CAST(:fingerprint AS BIGINT), hook_reason = :hook_reason WHERE id = :id;

-- name: lose(id, at)!
-- From now on a reader's earlier comments earn no trust; the loss before this one is kept for `restore`.
UPDATE readers SET trust_lost_before = trust_lost_at, trust_lost_at = :at WHERE id = :id;

-- name: restore(id, at)!
-- Take back that trust was lost at a moment.
UPDATE readers SET trust_lost_at = trust_lost_before WHERE id = :id AND trust_lost_at = :at;

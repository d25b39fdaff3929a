-- Editions as wholes: opening, corrections, notices, pausing and stopping, folding of old deliveries.
--
-- How an edition behaves is in its columns: `priority` (0 first), `audience` (whom it is planned for), `lifetime` (how
-- long after it is due a delivery expires), `resend` (whether a delivery that may have arrived is sent again),
-- `pausable`, `listed`. `next_due_at` is a lower bound of the `due_at` of its pending deliveries, NULL if it has none.

-- name: has_unpushed()$
-- A row if a published article waits for an edition, by the partial index of these articles.
SELECT 1 FROM articles WHERE to_push = 1 AND status = 'published' LIMIT 1;

-- name: open(kind, shown, total, at, not_before, source, notice, subject, planned, priority, audience, lifetime, resend, pausable, listed, replies_to, left_place, left_message, changed, repeats)$
-- Insert an edition and return its id.
INSERT INTO editions (kind, shown, total, created_at, not_before, next_due_at, source, notice, subject, planned,
                      priority, audience, lifetime, resend, pausable, listed, replies_to, left_place, left_message, changed, repeats)
VALUES (:kind, :shown, :total, :at, :not_before, :at, :source, :notice, :subject, :planned,
        :priority, :audience, :lifetime, :resend, :pausable, :listed, :replies_to, :left_place, :left_message,
        CASE WHEN (SELECT tailored FROM editions WHERE id = :source) = 1 THEN CAST(:changed AS TEXT) END,
        :repeats)
RETURNING id;

-- name: mark_pushed(number, edition_id)*!
-- An edition announces the article to subscribers.
UPDATE articles SET to_push = 0, pushed_in = :edition_id WHERE number = :number;

-- name: add_article(number, edition_id)*!
-- The copies of an edition show an article.
INSERT INTO edition_articles (article, edition_id) VALUES (:number, :edition_id) ON CONFLICT DO NOTHING;

-- name: get(id)^
-- One edition.
SELECT * FROM editions WHERE id = :id;

-- name: mark_corrected(number)*!
-- Clear the mark of a changed article: corrections are opened for it.
UPDATE articles SET to_correct = 0 WHERE number = :number;

-- name: superseded(source)
-- The unfinished corrections of an edition. A newer correction replaces them: it shows the newest contents.
SELECT id, changed FROM editions WHERE source = :source AND finished = 0;

-- name: add_delivery(edition_id, place, not_before, expires_at, variant, at)*!
-- Insert the delivery of an edition to a named place.
INSERT INTO deliveries (edition_id, place_id, due_at, not_before, expires_at, variant)
VALUES (:edition_id, :place, COALESCE(CAST(:not_before AS BIGINT), :at), :not_before, :expires_at, :variant)
ON CONFLICT DO NOTHING;

-- name: about(subject)
-- The notices about a subject that nobody has dealt with yet.
SELECT id, notice FROM editions WHERE subject = :subject ORDER BY id;

-- name: change_notice(id, notice)!
-- A notice says something else now; its subject is still open.
UPDATE editions SET notice = :notice WHERE id = :id;

-- name: replace_notice(id, notice)!
-- Somebody has dealt with the subject of a notice.
UPDATE editions SET notice = :notice, subject = NULL WHERE id = :id;

-- name: forget_copy(id, place)!
-- The message of an edition in a place shows something else now.
UPDATE deliveries SET message_id = NULL, message_kind = NULL, album = NULL
WHERE edition_id = :id AND place_id = :place AND state = 'sent';

-- name: edition_to_follow(number, audience)$
-- The newest edition to an audience that shows the article which another one follows up.
SELECT e.id FROM articles AS a
JOIN edition_articles AS s ON s.article = a.follows
JOIN editions AS e ON e.id = s.edition_id
WHERE a.number = :number AND e.kind = 'headlines' AND e.audience = :audience
ORDER BY s.edition_id DESC
LIMIT 1;
-- name: announcing(article)$
-- The first edition that shows an article, posts in channels and groups and notices left out.
SELECT MIN(s.edition_id) FROM edition_articles AS s JOIN editions AS e ON e.id = s.edition_id
WHERE s.article = :article AND e.audience <> 'outlets' AND e.kind <> 'notice';

-- name: newest(limit)
-- The newest editions that staff see.
SELECT * FROM editions WHERE listed = 1 ORDER BY id DESC LIMIT :limit;

-- name: pause(id)$
-- Pause an edition and return its id; deliveries in flight are not called back.
UPDATE editions SET paused = 1 WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: resume(id, now)$
-- Resume an edition and return its id. Refusals are counted anew, and what waits for another try is due now.
UPDATE editions SET paused = 0, refusals = 0, gone_checked = 1, next_due_at = :now
WHERE id = :id AND finished = 0 AND stopped = 0
RETURNING id;

-- name: retry_now(id, now)!
-- Make the deliveries that wait for another try due now; planned times stay.
UPDATE deliveries SET due_at = :now
WHERE edition_id = :id AND state = 'pending' AND due_at > :now AND tries > 0
  AND (not_before IS NULL OR not_before <= :now);

-- name: retry_failed(id, now)!
-- Make the failed deliveries pending again. What may have arrived, an album by half for instance, stays failed.
UPDATE deliveries SET state = 'pending', due_at = :now, settled_at = NULL
WHERE edition_id = :id AND state = 'failed' AND unknowns = 0;

-- name: stop(id)$
-- Stop an edition and return its id: nothing more is planned, and a delivery that asks for a retry is cancelled.
UPDATE editions SET planned = 1, paused = 0, stopped = 1 WHERE id = :id AND finished = 0 AND stopped = 0 RETURNING id;

-- name: stop_planning(id)!
-- Plan no more of an expired edition; its deliveries in flight go on.
UPDATE editions SET planned = 1, paused = 0 WHERE id = :id;

-- name: expire_pending(id, now)!
-- Expire the pending deliveries of an edition whose time is over.
UPDATE deliveries SET state = 'expired', settled_at = :now, error = 'too old'
WHERE edition_id = :id AND state = 'pending' AND expires_at <= :now;

-- name: count_expiring(id, now)$
-- How many pending deliveries of an edition are too old.
SELECT COUNT(*) FROM deliveries WHERE edition_id = :id AND state = 'pending' AND expires_at <= :now;

-- name: unplanned_subscribers(edition_id, after)$
-- How many subscribed places the plan of an edition has not reached.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL AND after_edition < :edition_id AND place_id > :after;

-- name: unplanned_waiting(now)$
-- How many places wait for a digest that is being planned.
SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NULL AND wakes_at IS NOT NULL AND wakes_at <= :now;

-- name: unplanned_copies(source, after)$
-- How many copies the plan of a correction has not reached.
SELECT COUNT(*) FROM deliveries
WHERE edition_id = :source AND state = 'sent' AND message_id IS NOT NULL AND place_id > :after;

-- name: take_back_endings(id)
-- Make the subscriptions active again that ended because Telegram said, for this edition, that the chat is gone; return
-- them.
UPDATE subscriptions SET ended_at = NULL, end_reason = NULL
WHERE ended_at IS NOT NULL AND place_id IN (SELECT place_id FROM deliveries WHERE edition_id = :id AND state = 'gone')
RETURNING place_id;

-- name: take_back_gone(id, now)!
-- Make the deliveries of an edition pending again that found their place gone.
UPDATE deliveries SET state = 'pending', due_at = :now, settled_at = NULL WHERE edition_id = :id AND state = 'gone';

-- name: counts(id)
-- How many deliveries of an edition are in each state.
SELECT state, COUNT(*) AS amount FROM deliveries WHERE edition_id = :id GROUP BY state;

-- name: folded_counts(id)^
-- The counters that an edition's deleted deliveries were folded into.
SELECT sent, gone, failed, expired, cancelled FROM editions WHERE id = :id;

-- name: fold(id, sent, gone, failed, expired, cancelled, unknowns, folded)!
-- Add deleted deliveries to the edition's counters. The words of a notice go with the last of them.
UPDATE editions
SET sent = sent + :sent, gone = gone + :gone, failed = failed + :failed, expired = expired + :expired,
    cancelled = cancelled + :cancelled, unknowns = unknowns + :unknowns, folded = CAST(:folded AS SMALLINT),
    notice = CASE WHEN CAST(:folded AS SMALLINT) = 0 THEN notice END,
    subject = CASE WHEN CAST(:folded AS SMALLINT) = 0 THEN subject END
WHERE id = :id;

-- name: forget_articles(id)!
-- A folded edition has no copies left that show its articles.
DELETE FROM edition_articles WHERE edition_id = :id;

"""Tables so large that reading one whole would show in the plan of a query."""

FILL = """
    INSERT INTO articles (key, title, lead, status, created_at, published_at, to_push, follows, pushed_in)
    SELECT 'k' || i, 't', '', CASE WHEN i % 10 = 0 THEN 'draft' ELSE 'published' END, i, i, 0, i / 2, i FROM n;

    INSERT INTO article_bodies (number, body)
    SELECT i, '[]' FROM n;

    INSERT INTO topics (name, key, position, merged_into, refresh_after)
    SELECT 't' || i, 'k' || i, i, CASE WHEN i > 1000 THEN 1 END, CASE WHEN i = 7 THEN 0 END FROM n WHERE i <= 5000;

    INSERT INTO article_topics (topic_id, article, position, published_at)
    SELECT i % 20, i, 0, CASE WHEN i % 10 > 0 THEN i END FROM n;

    INSERT INTO article_versions (article, version, at, title, lead, body, visible)
    SELECT 1 + i / 20, i % 20, i, 't', '', '[]', 0 FROM n;

    INSERT INTO comments (article, author_id, text, at, chat_id, message_id, verdict_id, status_before)
    SELECT 1 + i % 50, i % 100, 't', i, 1, i, CASE WHEN i % 10 = 0 THEN i END, 'held' FROM n;

    INSERT INTO cases (kind, comment, version, article, author_id, causes, opened_at, verdict, verdict_id, edition_id,
                       card_due)
    SELECT 'comment', i, 1, 1 + i % 50, i % 100, '[]', i, CASE WHEN i <= 19000 THEN 'approved' END,
        CASE WHEN i <= 19000 THEN i END, CASE WHEN i % 2 = 0 THEN i END, CASE WHEN i = 8 THEN 1 ELSE 0 END
    FROM n;

    INSERT INTO cases (kind, article, causes, opened_at)
    SELECT 'report', i, '[]', i FROM n WHERE i <= 1000;

    INSERT INTO complaints (reporter_id, comment, article, version, grounds, weight, at, case_id, finding, judged_at)
    SELECT i % 500, i, 0, 1, 'spam', 1, i, i / 4, CASE i % 3 WHEN 0 THEN 'unfounded' WHEN 1 THEN 'founded' END,
        CASE WHEN i % 3 < 2 THEN i END
    FROM n;

    INSERT INTO appeals (verdict_id, case_id, person, text, at)
    SELECT i, i, i % 500, 't', i FROM n;

    INSERT INTO person_notes (person, by_id, at, text)
    SELECT i % 100, 1, i, 't' FROM n;

    INSERT INTO comments (article, author_id, text, at, chat_id, message_id, root, reply_to, likes, text_key, status)
    SELECT 1 + i % 50, i % 100, 't', i, 2, i, 1 + i % 50, 1 + i % 50, i % 7, i % 1000,
        CASE WHEN i % 20 = 0 THEN 'held' ELSE 'published' END
    FROM n;

    INSERT INTO comment_likes (comment, reader_id, at)
    SELECT i, i % 100, i FROM n;

    INSERT INTO comment_rules (article, days)
    SELECT i, 7 FROM n;

    INSERT INTO fsm (chat_id, user_id, data, at) SELECT i, i, '{}', i FROM n;

    INSERT INTO forgettings (reader_id, comments, asked_at, due_at) SELECT i, 'keep', i, i FROM n;

    INSERT INTO names (key, reader_id, until)
    SELECT 'k' || i, i, CASE WHEN i % 10 = 0 THEN i END FROM n;

    INSERT INTO human_checks (reader_id, code, answer, at, tries)
    SELECT i, i, 0, i, 0 FROM n;

    INSERT INTO requests (reader_id, name, name_key, language, article, at, told, verdict, judged_at)
    SELECT i, 't', 't', 'ru', 0, i, i % 2, CASE WHEN i > 500 THEN 'admitted' END, CASE WHEN i > 500 THEN i END FROM n;

    INSERT INTO verdicts (ruling, person, by_id, at, comment, reason, role)
    SELECT 'reject', i % 100, 1, i, i, '', 'member' FROM n;

    INSERT INTO related (number, text_hash, profile, neighbours)
    SELECT i, i, '', '[[5000, 1, 1], [4000, 2, 2]]' FROM n;

    INSERT INTO related_terms (term, articles)
    SELECT i, i FROM n;

    INSERT INTO related_postings (term, postings)
    SELECT i, '' FROM n;

    INSERT INTO related_verdicts (number, other, verdict, editor_id, at)
    SELECT i, i + 1, CASE i % 2 WHEN 0 THEN 'pinned' ELSE 'forbidden' END, 1, i FROM n;

    INSERT INTO places (chat_id, topic, kind, language)
    SELECT i, 0, 'person', 'ru' FROM n;

    INSERT INTO outlets (place_id, state, title)
    SELECT i, 'active', 't' FROM n;

    INSERT INTO article_outlets (article, place_id, chosen)
    SELECT i, 1 + i % 50, 0 FROM n;

    INSERT INTO draft_visits (number, reader_id, at)
    SELECT i, i % 10, i FROM n;

    INSERT INTO subscriptions (place_id, after_edition, since, tailored, wakes_at)
    SELECT i, 0, 0, CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END, CASE WHEN i % 20 = 0 THEN i END FROM n;

    INSERT INTO choices (place_id, preferences, tracking)
    SELECT i, '{}', '{}' FROM n;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, source, audience, priority)
    SELECT 'headlines', '[]', 1, i, i, i % 2, CASE i WHEN 3 THEN 1 END,
        CASE i WHEN 3 THEN 'copies' ELSE 'subscribers' END, 2
    FROM n WHERE i <= 3;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, finished, folded)
    SELECT 'headlines', '[]', 1, i, CASE WHEN i <= 5000 THEN 9000 END, 1, CASE WHEN i <= 5000 THEN 0 ELSE 1 END, 1
    FROM n;

    INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned, finished, folded, audience)
    SELECT 'headlines', '[]', 1, i, CASE WHEN i <= 20 THEN 9000 END, 1, CASE WHEN i <= 20 THEN 0 ELSE 1 END, 0,
        'outlets'
    FROM n;

    INSERT INTO edition_articles (article, edition_id)
    SELECT i, i FROM n;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, settled_at, message_id)
    SELECT 1, i, 'sent', 1, 2, i FROM n;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, claimed_at, leased_until)
    SELECT 2, 20000 + i, 'sending', 1, 1, 99 FROM n WHERE i <= 20;

    INSERT INTO deliveries (edition_id, place_id, due_at)
    SELECT 2, i, 1 FROM n WHERE i <= 20;

    INSERT INTO inbox (update_id, chat_id, raw, state, stored_at)
    SELECT i, 1, '', 'done', i FROM n;

    INSERT INTO inbox (update_id, chat_id, raw, holder, leased_until, stored_at)
    SELECT 30000 + i, i % 50, '', 'h', 99, i FROM n WHERE i <= 1000;

    INSERT INTO audit (at, by_id, act, area, article, person, number, note)
    SELECT i, i % 10, 'published', CASE WHEN i % 2 = 0 THEN 'articles' ELSE 'people' END, i % 50, i % 30, i, '' FROM n;

    INSERT INTO subscription_changes (at, change, count)
    SELECT i, 'begun', 1 FROM n;

    INSERT INTO article_reads (day, article, reads)
    SELECT i / 10, i, 1 FROM n;

    INSERT INTO parts (chat_id, message_id, act, album, content, stored_at)
    SELECT i % 50, i, i - i % 3, CASE WHEN i % 3 = 0 THEN 'a' || i END, '', i FROM n;

    INSERT INTO answers (comment_id, reader_id, root, at, due_at, taken_back)
    SELECT i, i % 500, i % 2000, i, CASE WHEN i % 100 = 0 THEN i END, CASE WHEN i % 1000 = 1 THEN 1 ELSE 0 END FROM n;

    INSERT INTO answer_windows (reader_id, root, until)
    SELECT i % 500, i, i FROM n;

    INSERT INTO answer_mutes (reader_id, root)
    SELECT i % 500, i FROM n;

    INSERT INTO bookmarks (reader_id, article, at)
    SELECT i % 2000, i, i FROM n;

    INSERT INTO later (reader_id, article, at, due_at)
    SELECT i % 2000, i, i, i FROM n;

    INSERT INTO ignores (reader_id, ignored_id, at)
    SELECT i % 500, i, i FROM n;

    INSERT INTO seen_discussions (reader_id, article, last_comment, at)
    SELECT i % 500, i, i, i FROM n;
    INSERT INTO deliveries (edition_id, place_id, state, due_at, settled_at, message_id, variant)
    SELECT i, 30000 + i % 50, 'sent', 1, 2, i, 'post:{}' FROM n WHERE i > 5 AND i <= 2000;

    INSERT INTO discussion_groups (chat_id, channel_id, title)
    SELECT -i, -20000 - i, 'g' FROM n WHERE i <= 50;

    INSERT INTO discussed_posts (chat_id, message_id, channel_id, post_id, article)
    SELECT -(i % 50), i, -20000 - i % 50, i, i FROM n;

    INSERT INTO group_notices (chat_id, user_id, told_at) SELECT -(i % 50), i, i FROM n;

    INSERT INTO join_requests (user_id, chat_id, asked_at) SELECT i, -(i % 50), i FROM n;

    INSERT INTO group_deeds (kind, chat_id, message_id, user_id, due_at)
    SELECT 'ban', -(i % 50), 0, i, i FROM n;

    INSERT INTO sources (address, kind, name, host, state, rules, next_at, interval_s, visited_at)
    SELECT 'a' || i, 'feed', 's', 'h' || i, 'active', '{}', i, 600, i FROM n WHERE i <= 5000;

    INSERT INTO source_hosts (host, holder, leased_until)
    SELECT 'h' || i, 'p', i FROM n WHERE i <= 2500;

    INSERT INTO source_items (source_id, key, article, address_hash, feed_hash, text_hash, seen_at, look_at)
    SELECT i % 500, 'k' || i, i, 'a' || i, 'f' || i, 't' || i, i, CASE WHEN i % 10 = 0 THEN i END FROM n;

    ANALYZE;

    INSERT INTO deliveries (edition_id, place_id, due_at)
    SELECT 2, i, 1 FROM n WHERE i > 20;

    INSERT INTO deliveries (edition_id, place_id, state, due_at, claimed_at, leased_until)
    SELECT 2, 20000 + i, 'sending', 1, 1, 99 FROM n WHERE i > 20
"""
# The rows after ANALYZE make the statistics stale, as a new edition does: few deliveries were open, now many are.
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "

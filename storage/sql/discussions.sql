-- Discussion groups: the groups in which channels are discussed, the copies of posts there, and who has asked to join.

-- name: keep_group(chat_id, channel_id, title)!
-- A group in which a channel is discussed, as its last update tells.
INSERT INTO discussion_groups (chat_id, channel_id, title) VALUES (:chat_id, :channel_id, :title)
ON CONFLICT (chat_id) DO UPDATE SET channel_id = excluded.channel_id, title = excluded.title
WHERE discussion_groups.channel_id <> excluded.channel_id OR discussion_groups.title <> excluded.title;

-- name: group(chat_id)^
-- One group.
SELECT chat_id, channel_id, title FROM discussion_groups WHERE chat_id = :chat_id;

-- name: groups(limit)
-- The groups, in the order of their ids.
SELECT chat_id, channel_id, title FROM discussion_groups ORDER BY chat_id LIMIT :limit;

-- name: keep_post(chat_id, message_id, channel_id, post_id, article)!
-- The copy of a post in a group, and the article that its link names.
INSERT INTO discussed_posts (chat_id, message_id, channel_id, post_id, article)
VALUES (:chat_id, :message_id, :channel_id, :post_id, :article)
ON CONFLICT DO NOTHING;

-- name: post(chat_id, message_id)^
-- A copy, with the article of the post: `posted` by the ledger, which knows it once the answer to the post has come,
-- and `linked` by the link in the post.
SELECT d.channel_id, d.article AS linked, (
    SELECT a.article
    FROM places AS p
    JOIN deliveries AS v ON v.place_id = p.id AND v.message_id = d.post_id AND substr(v.variant, 1, 5) = 'post:'
    JOIN editions AS e ON e.id = v.edition_id AND e.audience = 'outlets'
    JOIN edition_articles AS a ON a.edition_id = e.id
    WHERE p.chat_id = d.channel_id
    LIMIT 1
) AS posted
FROM discussed_posts AS d
WHERE d.chat_id = :chat_id AND d.message_id = :message_id;

-- name: keep_article(chat_id, message_id, article)!
-- The article of a copy, as the ledger knows it.
UPDATE discussed_posts SET article = :article
WHERE chat_id = :chat_id AND message_id = :message_id AND (article IS NULL OR article <> :article);

-- name: copy_of(chat_id, article)$
-- The first copy of an article's post in a group.
SELECT MIN(message_id) FROM discussed_posts WHERE chat_id = :chat_id AND article = :article;

-- name: take_notice(chat_id, user_id, now, before)$
-- Whether a person may be told something in a group: not if they were told since `before`.
INSERT INTO group_notices (chat_id, user_id, told_at) VALUES (:chat_id, :user_id, :now)
ON CONFLICT (chat_id, user_id) DO UPDATE SET told_at = excluded.told_at
WHERE group_notices.told_at <= :before OR group_notices.told_at > excluded.told_at
RETURNING user_id;

-- name: take_warning(chat_id, now, before)$
-- Whether the staff may be told what the bot cannot do in a group: not if they were told since `before`.
UPDATE discussion_groups SET told_at = :now
WHERE chat_id = :chat_id AND (told_at <= :before OR told_at > :now)
RETURNING chat_id;

-- name: ask_to_join(user_id, chat_id, at)!
-- A person has asked to join a chat, and is not registered yet.
INSERT INTO join_requests (user_id, chat_id, asked_at) VALUES (:user_id, :chat_id, :at)
ON CONFLICT (user_id, chat_id) DO UPDATE SET asked_at = excluded.asked_at;

-- name: take_requests(user_id)
-- Delete a person's requests and return their chats.
DELETE FROM join_requests WHERE user_id = :user_id
RETURNING chat_id;

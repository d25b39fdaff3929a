"""Samples of the cards of articles and their comments."""

from dataclasses import replace

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import articles, comments, media, moderation
from handlers.cards.card import Card
from news.model import CommentPage, CommentStatus, Reader
from news.moderation import Removal
from news.roles import Role
from tests.handlers.cards.card_samples.objects import ARTICLE, COMMENT, DRAFT, MODERATOR, PICTURES, READER
from tests.handlers.cards.samples import NOW
from texts import Texts

REMOVAL = Removal(COMMENT, READER)


def cards_of_articles(t: Texts) -> dict[str, list[Card]]:
    """Articles and their comments."""
    read = articles.read_button(ARTICLE, t, None)
    return {
        "article_card": [
            articles.article_card(ARTICLE, t, OpenArticle(number=7, origin=Origin(screen, through)))
            for screen in (None, *(ShowList(listing=listing, at=9) for listing in Listing))
            for through in (0, 6)
        ],
        "preview_card": [articles.preview_card(DRAFT, t, 0, [[read]])],
        "album_card": [media.album_card(replace(ARTICLE, attachments=PICTURES[:count]), 0) for count in (1, 2)],
        "teaser_card": [articles.teaser_card(ARTICLE, t, read)],
        "comments_card": [
            comments.comments_card(CommentPage(ARTICLE, found), t, reader)
            for found in ((), (COMMENT,))
            for reader in (READER, MODERATOR, Reader(6))
        ],
        "question_card": [comments.question_card(ARTICLE, t, "https://t.me/vestnik_bot?start=c_7")],
        "comment_added_card": [
            comments.comment_added_card(replace(COMMENT, status=status), t)
            for status in (CommentStatus.PUBLISHED, CommentStatus.HELD)
        ],
        "comment_changed_card": [comments.comment_changed_card(COMMENT, t)],
        "comment_moved_card": [comments.comment_moved_card(COMMENT, t)],
        "comment_kept_card": [comments.comment_kept_card(COMMENT, t)],
        "removed_card": [
            moderation.removed_card(Removal(comment, author), MODERATOR, t)
            for comment in (COMMENT, replace(COMMENT, removed_at=NOW, removed_by=6))
            for author in (READER, MODERATOR, replace(READER, role=Role.BANNED))
        ],
        "restored_card": [moderation.restored_card(REMOVAL, t)],
        "ask_ban_card": [moderation.ask_ban_card(REMOVAL, t)],
        "banned_card": [moderation.banned_card(REMOVAL, t)],
        "lifted_card": [moderation.lifted_card(REMOVAL, t)],
        "guest_card": [comments.guest_card(7, "Нельзя.", t)],
    }

"""Samples of the cards of articles and their comments."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import articles, comment_rules, comment_screens, comments, media
from handlers.cards.card import Card
from handlers.cards.rich_view import in_rich_view
from handlers.cards.settings_amounts import sample_card
from news.comment_rules import ArticleRules, CommentRules
from news.discussion import CommentPage, CommentView, Thread, ThreadPage
from news.model import CommentStatus, Reader
from news.rules_desk import Rule, RulesOfArticle
from tests.handlers.cards.card_samples.objects import ARTICLE, COMMENT, DRAFT, MODERATOR, PICTURES, READER
from tests.handlers.cards.samples import NOW
from texts import Texts

REMOVED = replace(COMMENT, status=CommentStatus.REMOVED, replies=2)
HELD = replace(COMMENT, id=4, root=3, reply_to=3, status=CommentStatus.HELD)
ANSWER = replace(
    COMMENT, id=5, root=3, reply_to=4, author="", addressee="Иван", quote="Наконец", likes=7, edited_at=NOW
)
ILLUSTRATED_COMMENT = replace(COMMENT, text="", picture=PICTURES[0], replies=1)
THREAD = Thread(replace(COMMENT, replies=9), (HELD, ANSWER), 7)
PAGES = (
    CommentPage(ARTICLE, ()),
    CommentPage(ARTICLE, (Thread(COMMENT),)),
    CommentPage(ARTICLE, (THREAD, Thread(REMOVED, (ANSWER,)), Thread(HELD, (ANSWER,))), 3, 5),
    CommentPage(ARTICLE, (THREAD,), 3, 5, best=True, closed=True),
)
VIEWS = [
    (CommentView(ARTICLE, COMMENT, editable_until=NOW), False),
    (CommentView(ARTICLE, ANSWER, COMMENT, liked=True), True),
    (CommentView(ARTICLE, HELD, ILLUSTRATED_COMMENT), False),
    (CommentView(ARTICLE, ILLUSTRATED_COMMENT, closed=True), False),
    (CommentView(ARTICLE, REMOVED), False),
]
_PLAIN = CommentRules(ZoneInfo("Europe/Moscow"))
_OWN = ArticleRules(days=7, night="23-7", slow_seconds=300)
RULES = (
    RulesOfArticle(ARTICLE, ArticleRules(), _PLAIN, _PLAIN),
    RulesOfArticle(ARTICLE, _OWN, _PLAIN.of_article(_OWN), _PLAIN),
)


def comment_link(number: int) -> str:
    """The link to a comment."""
    return f"https://t.me/vestnik_bot?start=c_{number}"


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
        "in_rich_view": [
            in_rich_view(articles.article_card(ARTICLE, t, OpenArticle(number=7)), ARTICLE, t, pictures=pictures)
            for pictures in (True, False)
        ],
        "sample_card": [sample_card(t)],
        "teaser_card": [articles.teaser_card(ARTICLE, t, read)],
        "comments_card": [
            comments.comments_card(page, reader, t, comment_link)
            for page in PAGES
            for reader in (READER, MODERATOR, Reader(6))
        ],
        "thread_card": [
            comments.thread_card(
                ThreadPage(ARTICLE, first, THREAD.answers, *ways, closed=closed), READER, t, comment_link
            )
            for first in (COMMENT, REMOVED)
            for ways, closed in (((None, None), False), ((4, 5), True))
        ],
        "comment_card": [
            comment_screens.comment_card(view, reader, t, comment_link, best=best)
            for view, best in VIEWS
            for reader in (READER, MODERATOR, Reader(6))
        ],
        "picture_card": [card for card in [comment_screens.picture_card(ILLUSTRATED_COMMENT, t)] if card],
        "rules_card": [comment_rules.rules_card(rules, t) for rules in RULES],
        "ask_rule_card": [comment_rules.ask_rule_card(rules, rule, t) for rules in RULES for rule in Rule],
        "question_card": [comment_screens.question_card(ARTICLE, t, "https://t.me/vestnik_bot?start=d_7")],
        "answer_question_card": [
            comment_screens.answer_question_card(comment, t, "https://t.me/vestnik_bot?start=r_3")
            for comment in (COMMENT, ILLUSTRATED_COMMENT)
        ],
        "edit_question_card": [
            comment_screens.edit_question_card(comment, t, "https://t.me/vestnik_bot?start=e_3")
            for comment in (COMMENT, ILLUSTRATED_COMMENT)
        ],
        "comment_added_card": [
            comment_screens.comment_added_card(replace(COMMENT, status=status), t)
            for status in (CommentStatus.PUBLISHED, CommentStatus.HELD)
        ],
        "comment_changed_card": [
            comment_screens.comment_changed_card(replace(COMMENT, status=status, root=2), t)
            for status in (CommentStatus.PUBLISHED, CommentStatus.HELD)
        ],
        "comment_moved_card": [comment_screens.comment_moved_card(COMMENT, t)],
        "comment_kept_card": [comment_screens.comment_kept_card(COMMENT, t)],
        "guest_card": [comment_screens.guest_card(7, "Нельзя.", t)],
    }

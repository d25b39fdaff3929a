"""The screen that asks who may comment on an article."""

from handlers.callbacks.closing import ChooseCommenters, Commenters
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card, button
from news.lifecycle import is_unpublished
from news.model import Article, CommentsFor
from news.richtext import Mark, join, rich
from texts import Texts

CHOSEN = "✓ "
RULES: dict[Commenters, CommentsFor | None] = {
    Commenters.NEWSPAPER: None,
    Commenters.EVERYONE: CommentsFor.EVERYONE,
    Commenters.REGISTERED: CommentsFor.REGISTERED,
    Commenters.TRUSTED: CommentsFor.TRUSTED,
    Commenters.NOBODY: CommentsFor.NOBODY,
}


def commenters_card(article: Article, t: Texts) -> Card:
    """Show the rules to choose from, the present one marked."""
    words = t("Who may comment? What guests write is always checked first.")
    rows = []
    for who, rule in RULES.items():
        mark = CHOSEN if article.comments_for is rule else ""
        label = f"{mark}{t.commenters(rule, capital=True)}"
        rows.append([button(label, ChooseCommenters(number=article.number, who=who))])
    if is_unpublished(article.status):
        back = button(t("‹ Back"), DraftAction(number=article.number, act=DraftAct.MORE))
    else:
        back = button(t("‹ Back"), EditAction(number=article.number, act=EditAct.SHOW))
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [*rows, [back]])

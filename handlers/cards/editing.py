"""Screens of the editors: writing, the preview, drafts, corrections and retractions."""

from handlers.callbacks.comparing import ShowVersions
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.outlets import ShowChoices
from handlers.callbacks.posting import DraftAct, DraftAction, ShowDrafts
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.callbacks.sorting import ChooseTopic
from handlers.cards.articles import BLANK_LINE, NEW_LINE, damaged_text, preview_card
from handlers.cards.card import Card, Row, button
from handlers.cards.drafts import commenters_button, draft_card, pictures_button
from news.differences import differing
from news.lifecycle import is_unpublished
from news.limits import LEAD_LIMIT, REASON_LIMIT
from news.model import Article, Reader, Status
from news.richtext import Mark, RichText, join, plain, rich
from texts import Texts

# Two versions of an article, each shortened to this many UTF-16 units, fit a message.
VERSION_UNITS = 1600


def ask_article_card(t: Texts) -> Card:
    """Ask for an article."""
    words = t(
        "Send the publication: the first line is the headline, the rest is the text. It may be long, with pictures or "
        "an album. Formatting and links stay as they are. You will see it before anybody else does. To stop: /cancel"
    )
    return Card(rich(words))


def edit_card(article: Article, reader: Reader, t: Texts, page: int = 0) -> Card:
    """Show an article with the actions on it; of a draft, the page `page` of its preview."""
    if is_unpublished(article.status):
        return draft_card(article, reader, t, page)
    number = article.number
    title = rich(article.title, Mark.BOLD)
    if article.status is Status.RETRACTED:
        return Card(join(NEW_LINE, (title, rich(t("Withdrawn by the editors.")))), [_ways_on(t)])
    rows = [
        [
            button(t("Headline"), EditAction(number=number, act=EditAct.TITLE)),
            button(t("Lead"), EditAction(number=number, act=EditAct.LEAD)),
            button(t("Text"), EditAction(number=number, act=EditAct.TEXT)),
        ],
        [
            pictures_button(article, t),
            button(t("Topic"), ChooseTopic(number=number)),
            button(t("Channels"), ShowChoices(number=number)),
        ],
        [button(t("Related news"), RelateAction(number=number, act=RelateAct.SHOW)), *_versions_row(article, t)],
        [commenters_button(article, t)],
        [button(t("Withdraw"), EditAction(number=number, act=EditAct.RETRACT))],
        [button(t("To the publication"), OpenArticle(number=number))],
    ]
    damage = [rich(damaged_text(t))] if article.damaged else []
    question = rich(t("Publication No. {number}. What shall change?", number=number))
    return Card(join(NEW_LINE, (title, *damage, question)), rows)


def ask_title_card(article: Article, t: Texts) -> Card:
    """Ask for a new headline."""
    return _ask(article, t("Send the new headline of publication No. {number}.", number=article.number), t)


def ask_lead_card(article: Article, t: Texts) -> Card:
    """Ask for a new lead."""
    words = t(
        "Send the new lead of publication No. {number}, up to {most} characters. It stands under the headline.",
        number=article.number,
        most=LEAD_LIMIT,
    )
    return _ask(article, words, t)


def ask_text_card(article: Article, t: Texts) -> Card:
    """Ask for a new text."""
    words = t("Send the new text of publication No. {number}; the headline stays.", number=article.number)
    return _ask(article, words, t)


def confirm_card(article: Article, t: Texts) -> Card:
    """Show the changed article, and ask whether readers shall see a mark of the update. No reader has seen a draft."""
    number = article.number
    ways = [(t("Fix without a mark"), EditAct.SILENT), (t("Mark as updated"), EditAct.VISIBLE)]
    if is_unpublished(article.status):
        ways = [(t("Replace"), EditAct.SILENT)]
    rows = [
        [button(label, EditAction(number=number, act=act))] for label, act in (*ways, (t("Cancel"), EditAct.CANCEL))
    ]
    return preview_card(article, t, 0, rows)


def changed_meanwhile_card(present: Article, proposed: Article, refusal: str, t: Texts) -> Card:
    """Show the article as another editor left it, and as this editor wants it, each from the first difference on."""
    number = present.number
    theirs, own = differing(_whole(present), _whole(proposed), VERSION_UNITS)
    parts = [
        rich(refusal),
        join(NEW_LINE, (rich(t("There now:"), Mark.BOLD), rich(theirs))),
        join(NEW_LINE, (rich(t("Yours:"), Mark.BOLD), rich(own))),
    ]
    rows = [
        [button(t("Overwrite"), EditAction(number=number, act=EditAct.OVERWRITE))],
        [button(t("Drop mine"), EditAction(number=number, act=EditAct.CANCEL))],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def followed_card(article: Article, t: Texts) -> Card:
    """Say that a draft has followed the message from which it came, or why the article does not."""
    number = article.number
    title = rich(article.title, Mark.BOLD)
    if is_unpublished(article.status):
        words = t("Draft No. {number} has followed your message.", number=number)
        rows = [[button(t("To the draft"), DraftAction(number=number, act=DraftAct.SHOW))]]
        return Card(join(NEW_LINE, (title, rich(words))), rows)
    if article.status is Status.RETRACTED:
        return Card(rich(t("Publication No. {number} has been withdrawn.", number=number)), [_ways_on(t)])
    words = t(
        "Publication No. {number} is out and does not follow your message. To correct it: /edit {number}", number=number
    )
    return Card(
        join(NEW_LINE, (title, rich(words))), [[button(t("Edit"), EditAction(number=number, act=EditAct.SHOW))]]
    )


def ask_reason_card(article: Article, t: Texts) -> Card:
    """Ask for the reason of the update, which readers see."""
    number = article.number
    rows = [
        [button(t("Without a reason"), EditAction(number=number, act=EditAct.NO_REASON))],
        [button(t("Cancel"), EditAction(number=number, act=EditAct.CANCEL))],
    ]
    words = t(
        "What has been updated? Send it in a few words, up to {most} characters; readers will see it under the text.",
        most=REASON_LIMIT,
    )
    return Card(rich(words), rows)


def revised_card(article: Article, t: Texts) -> Card:
    """Confirm a correction."""
    words = t("Publication No. {number} has been changed.", number=article.number)
    return Card(rich(words), [[button(t("To the publication"), OpenArticle(number=article.number))]])


def edit_cancelled_card(article: Article, t: Texts) -> Card:
    """Confirm that nothing changed."""
    words = t("Publication No. {number} stays as it is.", number=article.number)
    return Card(rich(words), [[button(t("Edit"), EditAction(number=article.number, act=EditAct.SHOW))]])


def edit_expired_card(number: int, t: Texts) -> Card:
    """Say that the correction is no longer stored, and how to begin again."""
    return Card(rich(t("This correction is no longer in hand. Begin again: /edit {number}", number=number)))


def retract_expired_card(number: int, t: Texts) -> Card:
    """Say that the question, with its reason, is no longer stored, and how to begin again."""
    return Card(
        rich(t("This question is over, nothing has been changed. Begin again: /retract {number}", number=number))
    )


def ask_retract_card(article: Article, reason: str, t: Texts) -> Card:
    """Ask for confirmation before an article is withdrawn."""
    number = article.number
    words = t("Withdraw publication No. {number}? Readers will no longer be able to open it.", number=number)
    lines = [rich(article.title, Mark.BOLD), rich(words)]
    lines.append(
        rich(t("The reason: {reason}", reason=reason))
        if reason
        else rich(t("To give a reason: /retract {number} the reason", number=number))
    )
    rows = [
        [button(t("Withdraw"), EditAction(number=number, act=EditAct.RETRACT_SURELY))],
        [button(t("Cancel"), EditAction(number=number, act=EditAct.CANCEL))],
    ]
    return Card(join(NEW_LINE, lines), rows)


def retracted_card(article: Article, t: Texts) -> Card:
    """Confirm that an article was withdrawn."""
    return Card(rich(t("Publication No. {number} has been withdrawn.", number=article.number)), [_ways_on(t)])


def edit_usage_card(t: Texts) -> Card:
    """Explain `/edit`."""
    return Card(rich(t("Write the number of a publication after the command: /edit 12. Drafts: /drafts.")))


def retract_usage_card(t: Texts) -> Card:
    """Explain `/retract`."""
    words = t(
        "Write the number and, if you like, the reason (up to {most} characters) after the command: "
        "/retract 12 The date is wrong.",
        most=REASON_LIMIT,
    )
    return Card(rich(words))


def _versions_row(article: Article, t: Texts) -> Row:
    """Return «Версии», or no button for an article that was never changed."""
    return [button(t("Versions"), ShowVersions(number=article.number))] if article.version > 1 else []


def _whole(article: Article) -> str:
    return "\n".join(part for part in (article.title, article.lead, plain(article.body)) if part)


def _ways_on(t: Texts) -> Row:
    return [button(t("Latest news"), ShowList(listing=Listing.LATEST)), button(t("Drafts"), ShowDrafts())]


def _ask(article: Article, words: str, t: Texts) -> Card:
    title: RichText = rich(article.title, Mark.BOLD)
    cancel = button(t("Cancel"), EditAction(number=article.number, act=EditAct.CANCEL))
    return Card(join(NEW_LINE, (title, rich(words))), [[cancel]])

"""«Похожие публикации»: the related news of an article, for readers and for editors."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE, NO_TEXT
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import DeepLink, headline_lines, open_button
from news.errors import VerdictChanged
from news.model import Article, Headline
from news.ports.related import RelatedArticle, Verdict
from news.related import Relations
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# The excluded articles of a page: each has a button of its own.
EXCLUDED_ON_PAGE = 20


def related_card(
    opening: ShowRelated,
    headlines: Sequence[Headline],
    t: Texts,
    deep_link: DeepLink | None = None,
    footer: RichText = NO_TEXT,
) -> Card:
    """Show the related news of an article, with a button for each and the way back to the article.

    `footer` holds the words of the search that the article was found by.
    """
    origin = replace(opening.origin, through=opening.number)
    buttons = [open_button(OpenArticle(number=each.number, origin=origin), deep_link) for each in headlines]
    rows = [
        *in_rows(buttons),
        [button(t("To the publication"), OpenArticle(number=opening.number, origin=opening.origin))],
    ]
    if not headlines:
        return Card(rich(t("There are no related publications.")) + footer, rows)
    return Card(join(BLANK_LINE, (rich(t("Related news"), Mark.BOLD), *headline_lines(headlines, t))) + footer, rows)


def relations_card(found: Relations, t: Texts, start: int = 0) -> Card:
    """Show an editor the related news of an article, with the pinned and the forbidden ones.

    The forbidden ones are listed from the number `start` on (0: from the first), as many as fit.
    """
    number = found.article.number
    parts = [rich(t("Related news of publication No. {number}", number=number), Mark.BOLD)]
    parts += [_line(each, t) for each in found.shown] or [rich(t("There are no related publications."))]
    excluded = [each for each in found.forbidden if each.headline.number <= start] or found.forbidden
    lines = [_line(each, t) for each in excluded[:EXCLUDED_ON_PAGE]]
    count = count_fitting(lines, *parts, rich(t("Excluded")))
    if lines:
        parts.append(join(NEW_LINE, (rich(t("Excluded"), Mark.BOLD), *lines[:count])))
    judged = [each for each in found.shown if each.verdict is Verdict.PINNED] + list(excluded[:count])
    rows = [
        [
            button(t("Pin"), RelateAction(number=number, act=RelateAct.PIN, stamp=found.stamp)),
            button(t("Exclude"), RelateAction(number=number, act=RelateAct.FORBID, stamp=found.stamp)),
        ],
        *([_undo(found, each, t)] for each in judged),
        _other_pages(found, excluded, count, t),
        [button(t("Back"), EditAction(number=number, act=EditAct.SHOW))],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def ask_other_card(article: Article, verdict: Verdict, t: Texts) -> Card:
    """Ask for the article to pin first under another, or to exclude from it. An exclusion works both ways."""
    number = article.number
    if verdict is Verdict.PINNED:
        words = t("Send the number of the publication that shall stand first under No. {number}.", number=number)
    else:
        words = t("Send the number of the publication that does not belong to No. {number}.", number=number)
    cancel = button(t("Cancel"), RelateAction(number=number, act=RelateAct.SHOW))
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [[cancel]])


def number_wanted_card(t: Texts) -> Card:
    """Say that a number is needed."""
    return Card(rich(t("A number is needed here, as it stands before a headline: 12. To stop: /cancel")))


def verdict_changed_card(found: Relations, error: VerdictChanged, verdict: Verdict, t: Texts) -> Card:
    """Show the verdict that another editor has given meanwhile, and the one that would delete it, for a decision."""
    number = found.article.number
    theirs, other = (int(str(error.arguments[each])) for each in ("theirs", "other"))
    act = RelateAct.PIN_SURELY if verdict is Verdict.PINNED else RelateAct.FORBID_SURELY
    rows = [
        [button(t("Overwrite"), RelateAction(number=number, act=act, other=other, stamp=found.stamp))],
        [button(t("Drop mine"), RelateAction(number=number, act=RelateAct.SHOW))],
    ]
    parts = [
        rich(t.refusal(error)),
        join(
            NEW_LINE,
            (
                rich(t("There now:"), Mark.BOLD),
                rich(_verdict_line(Verdict(str(error.arguments["verdict"])), theirs, t)),
            ),
        ),
        join(NEW_LINE, (rich(t("Yours:"), Mark.BOLD), rich(_verdict_line(verdict, other, t)))),
    ]
    return Card(join(BLANK_LINE, parts), rows)


def _verdict_line(verdict: Verdict, other: int, t: Texts) -> str:
    return (
        t("No. {number} pinned", number=other)
        if verdict is Verdict.PINNED
        else t("No. {number} excluded", number=other)
    )


def _other_pages(found: Relations, excluded: Sequence[RelatedArticle], count: int, t: Texts) -> Row:
    """Return the buttons to the first page of the excluded articles, and to the one behind the `count` shown."""
    number, row = found.article.number, []
    if len(excluded) < len(found.forbidden):
        row.append(button(t("To the top"), RelateAction(number=number, act=RelateAct.SHOW)))
    if count < len(excluded):
        following = excluded[count].headline.number
        row.append(button(t("Next"), RelateAction(number=number, act=RelateAct.SHOW, other=following)))
    return row


def _line(shown: RelatedArticle, t: Texts) -> RichText:
    line = rich(f"{shown.headline.number}. {shown.headline.title}")
    return join(NEW_LINE, (line, rich(t("pinned"), Mark.ITALIC))) if shown.verdict is Verdict.PINNED else line


def _undo(found: Relations, shown: RelatedArticle, t: Texts) -> InlineKeyboardButton:
    other = shown.headline.number
    pinned = shown.verdict is Verdict.PINNED
    label = t("Unpin No. {number}", number=other) if pinned else t("Allow No. {number}", number=other)
    return button(label, RelateAction(number=found.article.number, act=RelateAct.DROP, other=other, stamp=found.stamp))

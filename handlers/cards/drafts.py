"""The draft's panel in two steps, the lists of the editors' desk, and the questions and answers around a draft.

A panel shows only the buttons that work for the reader and the status of the article.
"""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.closing import ChooseCommenters
from handlers.callbacks.comparing import ShowVersions
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.outlets import ShowChoices
from handlers.callbacks.picturing import PictureAct, PictureAction
from handlers.callbacks.posting import DraftAct, DraftAction, ShowDraftList, ShowDrafts
from handlers.callbacks.previewing import ShowPreview
from handlers.callbacks.scheduling import ScheduleDraft
from handlers.callbacks.sorting import ChooseTopic
from handlers.cards.articles import BLANK_LINE, NEW_LINE, article_pages, page_row, preview_card
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import headline_lines
from news.drafts import MOST_COUNTED, DraftPage
from news.lifecycle import deed_of_change, deed_of_publication
from news.limits import REASON_LIMIT
from news.model import Article, LastChange, Reader, Status
from news.ports.drafts import DraftList
from news.richtext import Mark, join, rich
from news.roles import may
from news.schedule_words import happens_twice, suggestions
from texts import Texts

_MINUTE_SECONDS = 60


def draft_card(article: Article, reader: Reader, t: Texts, page: int = 0, *, more: bool = False) -> Card:
    """Show an unpublished article exactly as readers will see it, with the first step of its panel, or the second."""
    pages = page_row(
        len(article_pages(article, t)),
        page,
        lambda to: DraftAction(number=article.number, act=DraftAct.SHOW, page=to),
    )
    panel = _second_step(article, reader, t) if more else _first_step(article, reader, t)
    return preview_card(article, t, page, [pages, *panel])


def _first_step(article: Article, reader: Reader, t: Texts) -> list[Row]:
    """Return what is done with the article as a whole."""
    may_change = may(reader, deed_of_change(reader, article))
    may_publish = may(reader, deed_of_publication(article))
    is_draft = article.status is Status.DRAFT
    scheduled = article.status is Status.SCHEDULED
    publish = [
        _act(t("Approve") if article.status is Status.IN_REVIEW else t("Publish"), article, DraftAct.PUBLISH),
        _act(t("Another time") if scheduled else t("Schedule"), article, DraftAct.SCHEDULE),
    ]
    submit = [_act(t("For review"), article, DraftAct.SUBMIT)] if is_draft and may_change else []
    away = [button(t("To drafts"), DraftAction(number=article.number, act=DraftAct.KEEP))]
    if scheduled and may_publish:
        away.insert(0, _act(t("Take off the schedule"), article, DraftAct.UNDO))
    elif article.status is Status.IN_REVIEW and may_publish:
        away.insert(0, _act(t("Send back"), article, DraftAct.SEND_BACK))
    elif may_change:
        away.append(_act(t("Cancel"), article, DraftAct.DISCARD))
    more = [_act(t("More"), article, DraftAct.MORE)] if may_change else []
    return [publish if may_publish else submit, away, more]


def _second_step(article: Article, reader: Reader, t: Texts) -> list[Row]:
    """Return what is chosen about the article, and changed in it."""
    number = article.number
    may_publish = may(reader, deed_of_publication(article))
    ways = []
    if may_publish and article.status is Status.DRAFT:
        ways.append(_act(t("For review"), article, DraftAct.SUBMIT))
    if may_publish:
        ways.append(_act(t("Breaking"), article, DraftAct.BREAKING))
    sound = (t("With sound"), DraftAct.SOUND) if article.silent else (t("Without sound"), DraftAct.SILENT)
    return [
        ways,
        [
            button(t("Headline"), EditAction(number=number, act=EditAct.TITLE)),
            button(t("Lead"), EditAction(number=number, act=EditAct.LEAD)),
            button(t("Text"), EditAction(number=number, act=EditAct.TEXT)),
        ],
        [pictures_button(article, t), button(t("How it will look"), ShowPreview(number=number))],
        [
            button(t("Topic"), ChooseTopic(number=number)),
            button(t("Channels"), ShowChoices(number=number)),
            *([button(t("Versions"), ShowVersions(number=number))] if article.version > 1 else []),
        ],
        [_act(sound[0], article, sound[1])],
        [commenters_button(article, t)],
        [button(t("‹ Back"), DraftAction(number=number, act=DraftAct.SHOW))],
    ]


def commenters_button(article: Article, t: Texts) -> InlineKeyboardButton:
    """Return «Комментарии: …», with whom they are for."""
    label = t("Comments: {whom}", whom=t.commenters(article.comments_for))
    return button(label, ChooseCommenters(number=article.number))


def pictures_button(article: Article, t: Texts) -> InlineKeyboardButton:
    """Return «Картинки», with their number if there are some."""
    count = len(article.attachments)
    label = t("Pictures ({count})", count=count) if count else t("Pictures")
    return button(label, PictureAction(number=article.number, act=PictureAct.SHOW))


def _act(label: str, article: Article, act: DraftAct) -> InlineKeyboardButton:
    return button(label, DraftAction(number=article.number, act=act, version=article.version))


def visitors_card(number: int, visitors: Sequence[LastChange], t: Texts) -> Card:
    """Say who else is in a draft."""
    names = ", ".join(f"{one.name or t('another editor')} ({t.time(one.at)})" for one in visitors)
    words = t("Draft No. {number} is also in the hands of: {names}. What both change is shown before it is stored.",
              number=number, names=names)  # fmt: skip
    return Card(rich(words), [[button(t("To the draft"), DraftAction(number=number, act=DraftAct.SHOW))]])


def drafts_card(page: DraftPage, t: Texts) -> Card:
    """Show a page of one of the lists of unpublished articles, with buttons to the others."""
    title = rich(t("Drafts"), Mark.BOLD)
    tabs = [[_tab(which, page, t) for which in pair] for pair in (list(DraftList)[:2], list(DraftList)[2:])]
    if not page.headlines:
        return Card(join(BLANK_LINE, (title, rich(_empty_words(page.which, t)))), tabs)
    lines = headline_lines(page.headlines, t)
    count = count_fitting(lines, title)
    older = page.headlines[count - 1].number if count < len(lines) else page.older
    rows = [
        *in_rows(
            button(str(draft.number), DraftAction(number=draft.number, act=DraftAct.SHOW))
            for draft in page.headlines[:count]
        ),
        [button(t("Further"), ShowDraftList(which=page.which, before=older))] if older is not None else [],
        *tabs,
    ]
    return Card(join(BLANK_LINE, (title, *lines[:count])), rows)


def _tab(which: DraftList, page: DraftPage, t: Texts) -> InlineKeyboardButton:
    labels = {
        DraftList.OWN: t("Mine"),
        DraftList.IN_REVIEW: t("In review"),
        DraftList.SCHEDULED: t("Scheduled"),
        DraftList.ALL: t("All"),
    }
    count = page.counts[which]
    shown = f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
    mark = "• " if which is page.which else ""
    return button(f"{mark}{labels[which]} · {shown}", ShowDraftList(which=which))


def _empty_words(which: DraftList, t: Texts) -> str:
    if which is DraftList.IN_REVIEW:
        return t("Nothing is in review.")
    if which is DraftList.SCHEDULED:
        return t("Nothing is scheduled.")
    return t("There are no drafts. Write one: /post")


def kept_draft_card(article: Article, t: Texts) -> Card:
    """Confirm that a draft is stored."""
    words = t("Kept among the drafts as No. {number}.", number=article.number)
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [drafts_row(t)])


def discarded_card(number: int, t: Texts) -> Card:
    """Confirm that a draft was discarded."""
    return Card(rich(t("Draft No. {number} has been discarded. A new one: /post", number=number)))


def ask_when_card(article: Article, t: Texts) -> Card:
    """Ask when an article shall appear: buttons for the usual times, or words."""
    number, version = article.number, article.version
    hour = ScheduleDraft(number=number, at=0, version=version)
    rows: list[Row] = [[button(t("In an hour"), hour)]]
    for is_today, at in suggestions(t.now, t.zone):
        label = t("Today {time}", time=t.time(at)) if is_today else t("Tomorrow {time}", time=t.time(at))
        minutes = int(at.timestamp()) // _MINUTE_SECONDS
        rows.append([button(label, ScheduleDraft(number=number, at=minutes, version=version))])
    words = t(
        "When shall No. {number} appear? Choose, or write it: in 20 minutes, tomorrow 9 am, fri 18:30, 23.11 18:30. "
        "The time is that of {zone}.",
        number=number,
        zone=t.zone.key,
    )
    rows.append([button(t("Back"), DraftAction(number=number, act=DraftAct.BACK))])
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), rows)


def scheduled_card(article: Article, t: Texts) -> Card:
    """Tell the full time at which an article appears, with the ways to change that."""
    at = article.publish_at or t.now
    lines = [rich(article.title, Mark.BOLD), rich(t("No. {number} appears on {time}.", number=article.number,
                                                     time=t.in_full(at)))]  # fmt: skip
    if happens_twice(at, t.zone):
        lines.append(rich(t("The clocks are set back that night, so this time comes twice; {time} UTC is meant.",
                            time=f"{at:%H:%M}")))  # fmt: skip
    show = DraftAction(number=article.number, act=DraftAct.SHOW)
    rows = [
        [_act(t("Another time"), article, DraftAct.SCHEDULE), _act(t("Take off the schedule"), article, DraftAct.UNDO)],
        [button(t("To the draft"), show), button(t("Drafts"), ShowDraftList(which=DraftList.SCHEDULED))],
    ]
    return Card(join(NEW_LINE, lines), rows)


def submitted_card(article: Article, t: Texts) -> Card:
    """Confirm that an article was sent for review."""
    words = t("No. {number} is in review. You will be told what has been decided.", number=article.number)
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [drafts_row(t)])


def ask_return_card(article: Article, t: Texts) -> Card:
    """Ask why an article goes back to its author."""
    words = t(
        "Why does No. {number} go back? Send it in a few words, up to {most} characters; the author will read it.",
        number=article.number,
        most=REASON_LIMIT,
    )
    back = button(t("Back"), DraftAction(number=article.number, act=DraftAct.BACK))
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [[back]])


def returned_card(article: Article, t: Texts) -> Card:
    """Confirm that an article went back to its author."""
    words = t("No. {number} has gone back to its author and is a draft again.", number=article.number)
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [drafts_row(t)])


def ask_breaking_card(article: Article, t: Texts) -> Card:
    """Ask once more before breaking news leave."""
    words = t(
        "Publish No. {number} as breaking news? It leaves at once and cannot be taken back.", number=article.number
    )
    rows = [
        [_act(t("Yes, at once"), article, DraftAct.BREAKING_SURELY)],
        [button(t("Back"), DraftAction(number=article.number, act=DraftAct.MORE))],
    ]
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), rows)


def undo_card(article: Article, t: Texts) -> Card:
    """Say that an article appears in some seconds, with the way back."""
    seconds = max(1, round(((article.publish_at or t.now) - t.now).total_seconds()))
    words = t.many("It appears in {count} second; nobody sees it yet.", "It appears in {count} seconds; nobody sees it "
                   "yet.", seconds)  # fmt: skip
    return Card(
        join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), [[_act(t("Undo"), article, DraftAct.UNDO)]]
    )


def read_row(article: Article, t: Texts) -> list[Row]:
    """Return the ways on from a published article: reading and correcting it."""
    return [
        [button(t("Read"), OpenArticle(number=article.number))],
        [button(t("Edit"), EditAction(number=article.number, act=EditAct.SHOW))],
    ]


def drafts_row(t: Texts) -> Row:
    """Return «Черновики»."""
    return [button(t("Drafts"), ShowDrafts())]

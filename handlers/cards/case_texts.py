"""What moderators read of a case: the comment, its author, why it waits, what readers report, and the verdict."""

from datetime import datetime

from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.complaints import GROUNDS
from news.case_views import CaseView
from news.model import Cause
from news.ports.cases import CaseKind, Verdict
from news.ports.verdicts import Ruling
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts, say

# Room for the text of a comment beside everything else that a card tells, in UTF-16 units.
TEXT_UNITS = 2200
TITLE_UNITS = 120
HOOK_UNITS = 200

# The reasons that every newsroom has, as they are stored.
REASONS: dict[str, str] = {
    "off topic": say("off topic"),
    "insult": say("insult"),
    "spam": say("spam"),
    "advert": say("advertising"),
}
KINDS: dict[CaseKind, str] = {
    CaseKind.COMMENT: say("Comments"),
    CaseKind.REPORT: say("Reports"),
    CaseKind.APPEAL: say("Appeals"),
}


def reason_words(reason: str, t: Texts) -> str:
    """Return a reason as people read it: one that every newsroom has in their language, another one as it is."""
    return t(REASONS[reason]) if reason in REASONS else reason


def kind_words(view: CaseView, t: Texts) -> str:
    """Return what a case is about, for one that has no author."""
    return t("“{title}”", title=shorten(view.title, TITLE_UNITS)) if view.title else t(KINDS[view.kind])


def verdict_line(view: CaseView, t: Texts) -> str:
    """Return one line about a verdict: who, what, why."""
    what = _what(view, t)
    who = view.judged_by or t("a colleague")
    line = t("No. {number}: {what} ({name}).", number=view.id, what=what, name=who)
    return f"{line} {t('The reason: {reason}', reason=reason_words(view.reason, t))}" if view.reason else line


def _what(view: CaseView, t: Texts) -> str:
    if view.verdict is Verdict.WITHDRAWN:
        return t("removed by its author")
    if view.ruling in {Ruling.MUTE, Ruling.BAN}:
        return _ruled(view.ruling, view.until, t)
    words = {
        Verdict.APPROVED: t("approved"),
        Verdict.REJECTED: t("rejected"),
        Verdict.DISMISSED: t("nothing wrong with the publication"),
        Verdict.ACTED: t("acted on"),
        Verdict.UPHELD: t("the decision stands"),
        Verdict.REVERSED: t("the decision is reversed"),
    }
    return words.get(view.verdict or Verdict.REMOVED, t("removed"))


def _ruled(ruling: Ruling, until: datetime | None, t: Texts) -> str:
    """Return what became of a comment or its author by a ruling."""
    if ruling is Ruling.MUTE and until is not None:
        return t("removed, its author is muted until {time}", time=t.when(until))
    if ruling is Ruling.BAN:
        return t("its author is banned, and everything removed")
    return t("rejected") if ruling is Ruling.REJECT else t("removed")


def case_text(view: CaseView, t: Texts, said: str = "") -> RichText:
    """Return everything that a moderator sees of a case; the comment itself is a quotation."""
    parts = [rich(said, Mark.ITALIC)] if said else []
    head = rich(t("Case No. {number}", number=view.id), Mark.BOLD)
    place = rich(t("On No. {number} “{title}”", number=view.article, title=shorten(view.title, TITLE_UNITS)))
    places = [place] if view.article else []
    about = [head, *places, *_author_lines(view, t), *_report_lines(view, t), *_appeal_lines(view, t)]
    if view.causes and not view.visible and view.comment:
        causes = ", ".join(t.cause(cause) for cause in view.causes)
        about.append(rich(t("Held for: {causes}", causes=causes)))
        if view.hook_reason and Cause.HOOK in view.causes:
            about.append(rich(t("The hook says: {reason}", reason=shorten(view.hook_reason, HOOK_UNITS))))
    about += [rich(t("Note. {text}", text=note)) for note in view.notes]
    parts.append(join(NEW_LINE, about))
    if view.text:
        parts.append(rich(shorten_text(view.text)).styled("blockquote"))
    if view.appeal:
        parts.append(rich(t("The appeal:")) + NEW_LINE + rich(view.appeal).styled("blockquote"))
    if not view.open:
        parts.append(rich(verdict_line(view, t)))
    return join(BLANK_LINE, parts)


def _report_lines(view: CaseView, t: Texts) -> list[RichText]:
    """Return what readers report, and whether they see the comment."""
    if not view.reports:
        return []
    grounds = ", ".join(f"{t(GROUNDS[grounds])}: {count}" for grounds, count in view.reports)
    reported = t.many("{count} report of readers", "{count} reports of readers", sum(dict(view.reports).values()))
    lines = [rich(f"{reported} ({grounds})")]
    if view.comment and view.open:
        lines.append(rich(t("Readers see the comment.") if view.visible else t("Readers do not see the comment.")))
    return lines


def _appeal_lines(view: CaseView, t: Texts) -> list[RichText]:
    """Return the verdict that an appeal is against."""
    if view.appealed is None or view.appealed_at is None:
        return []
    who, when = view.appealed_by or t("a colleague"), t.when(view.appealed_at)
    what = _ruled(view.appealed, view.appealed_until, t)
    lines = [rich(t("Appeal against: {what} ({name}, {time})", what=what, name=who, time=when))]
    if view.appealed_for:
        lines.append(rich(t("The reason: {reason}", reason=reason_words(view.appealed_for, t))))
    return lines


def shorten_text(text: str) -> str:
    """Return a comment's text as it is, cut only if it would not fit a message with the rest."""
    return text if len(text) <= TEXT_UNITS // 2 else f"{text[: TEXT_UNITS // 2].rstrip()}…"


def _author_lines(view: CaseView, t: Texts) -> list[RichText]:
    if not view.author:
        return []
    since = t("registered: {time}", time=t.when(view.since)) if view.since is not None else t("not registered")
    lines = [rich(view.name or t("No. {number}", number=view.author), Mark.BOLD) + rich(f" · {since}")]
    counts = t(
        "published: {published}, held: {held}, removed: {removed}",
        published=view.published,
        held=view.held,
        removed=view.removed,
    )
    lines.append(rich(counts))
    if view.banned:
        lines.append(rich(t("Banned.")))
    elif view.muted_until is not None and view.muted_until > t.now:
        lines.append(rich(t("Muted until {time}.", time=t.when(view.muted_until))))
    return lines

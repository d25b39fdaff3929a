"""Screens of cases: the list, a case with the buttons of its verdict, the steps to it, and the card that counts."""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.moderating import (
    ALL,
    CaseAct,
    CaseAction,
    MacroAct,
    MacroAction,
    NextCase,
    PersonAct,
    PersonAction,
    ShowCases,
    UndoVerdict,
)
from handlers.callbacks.opening import OpenArticle
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.case_texts import KINDS, REASONS, case_text, kind_words, verdict_line
from news.case_desk import CaseList
from news.case_views import CaseView
from news.judgements import Judgement, Outcome
from news.moderation import MUTES
from news.ports.cases import CaseKind
from news.ports.verdicts import Macro
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts, say

# The beginning of a comment in the list.
BEGINNING_UNITS = 90
CHIPS_IN_ROW = 2
# Numbers of macros among the reasons begin here; smaller ones are those of REASONS.
FIRST_MACRO = 100

MUTE_WORDS: dict[timedelta, str] = {
    MUTES[0]: say("for an hour"),
    MUTES[1]: say("for a day"),
    MUTES[2]: say("for a week"),
}


def reason_of(item: int, macros: Sequence[Macro]) -> str | None:
    """Return the reason with this number, None if there is none any more."""
    if 1 <= item <= len(REASONS):
        return list(REASONS)[item - 1]
    return next((macro.text for macro in macros if macro.id == item - FIRST_MACRO), None)


def case_card(view: CaseView, t: Texts, walk: str = "", said: str = "") -> Card:
    """Show a case with its buttons, or its verdict if it is closed. `said` stands above it."""
    if not view.open:
        return Card(case_text(view, t, said), [_way_on(view, t, walk)])
    return Card(case_text(view, t, said), _rows(view, t, walk))


def judged_card(judgement: Judgement, t: Texts, walk: str = "") -> Card:
    """Show what became of a decision: the verdict with «Отменить», whoever was faster, or the text that has changed."""
    view = judgement.view
    if judgement.outcome is Outcome.CHANGED:
        said = t("The author has changed the comment: read it again. Nothing was decided.")
        return case_card(view, t, walk, said)
    undo = [] if judgement.verdict is None else [_undo_button(judgement.verdict, t("Undo"), walk)]
    said = t("What was decided since stays as it is.") if judgement.stands else ""
    return Card(case_text(view, t, said), [undo, _way_on(view, t, walk)])


def next_card(judgement: Judgement, following: CaseView | None, left: int, walk: str, t: Texts) -> Card:
    """Show the next case of the list, under a line about the verdict just given, with the way to take it back."""
    said = verdict_line(judgement.view, t)
    if judgement.stands:
        said += f"\n{t('What was decided since stays as it is.')}"
    undo = (
        [_undo_button(judgement.verdict, t("Undo No. {number}", number=judgement.view.id), walk)]
        if judgement.verdict is not None
        else []
    )
    if following is None:
        return Card(join(BLANK_LINE, (rich(said), rich(t("Everything is judged.")))), [undo, [_list_button(0, t)]])
    above = f"{said}\n{t('Held: {count}', count=left)}"
    shown = case_card(following, t, walk, above)
    return Card(shown.text, [*shown.rows, undo])


def ask_reason_card(view: CaseView, macros: Sequence[Macro], t: Texts, walk: str) -> Card:
    """Show a case with the reasons for which it may be rejected."""
    chips = [(number, t(words)) for number, words in enumerate(REASONS.values(), 1)]
    chips += [(FIRST_MACRO + macro.id, shorten(macro.text, 40)) for macro in macros]
    buttons = [button(label, _action(view, CaseAct.REJECT, walk, item)) for item, label in chips]
    rows = [
        *in_rows(buttons, CHIPS_IN_ROW),
        [
            button(t("Without a reason"), _action(view, CaseAct.REJECT, walk)),
            button(t("In own words"), _action(view, CaseAct.OWN_WORDS, walk)),
        ],
        [_back(view, t, walk)],
    ]
    return Card(case_text(view, t, t("Why is the comment rejected? The author is told.")), rows)


def ask_mute_card(view: CaseView, t: Texts, walk: str) -> Card:
    """Show a case with how long its author may be muted."""
    buttons = [
        button(t(words), _action(view, CaseAct.MUTE, walk, item)) for item, words in enumerate(MUTE_WORDS.values(), 1)
    ]
    said = t("The comment is removed, and its author writes none for that time. For how long?")
    return Card(case_text(view, t, said), [buttons, [_back(view, t, walk)]])


def ask_case_ban_card(view: CaseView, t: Texts, walk: str) -> Card:
    """Ask for a second press before the author of a case is banned."""
    said = t("Ban {name} (number {id}) and remove everything this reader has written?", name=view.name, id=view.author)
    ban = [button(t("Ban and remove everything"), _action(view, CaseAct.BAN, walk))]
    return Card(case_text(view, t, said), [ban, [_back(view, t, walk)]])


def ask_reverse_card(view: CaseView, t: Texts, walk: str) -> Card:
    """Ask for a second press before a verdict is reversed: that cannot be taken back."""
    said = t("Reverse the decision? What it removed is shown again, a mute or a ban ends. This cannot be taken back.")
    rows = [[button(t("Reverse the decision"), _action(view, CaseAct.REVERSE, walk))], [_back(view, t, walk)]]
    return Card(case_text(view, t, said), rows)


def ask_own_words_card(view: CaseView, t: Texts) -> Card:
    """Ask for the reason in own words, by a reply."""
    said = t("Why is the comment in case No. {number} rejected? Reply in one line, or stop: /cancel", number=view.id)
    return Card(rich(said), reply_placeholder=t("The reason"))


def ask_answer_card(view: CaseView, t: Texts) -> Card:
    """Ask for the newsroom's answer, by a reply."""
    said = t(
        "What does the newsroom answer to {name}? Reply with the text; everybody will see it. To stop: /cancel",
        name=view.name,
    )
    return Card(rich(said), reply_placeholder=t("The newsroom’s answer"))


def answered_card(view: CaseView, t: Texts) -> Card:
    """Confirm the newsroom's answer."""
    return Card(rich(t("The answer of the newsroom is published under the comment.")), [_way_on(view, t, "")])


def cases_card(listed: CaseList, t: Texts) -> Card:
    """Show the list of what is open, the oldest first, with filters and the way to work through it."""
    lines = [rich(t("Held: {count}", count=listed.count), Mark.BOLD)]
    lines += [_entry(view, t) for view in listed.views]
    if not listed.views:
        lines.append(rich(t("Nothing waits here.")))
    walk = listed.shown or ALL
    opened = [button(str(view.id), _show(view, walk)) for view in listed.views]
    further = (
        [button(t("Further"), ShowCases(shown=listed.shown, after=listed.after))] if listed.after is not None else []
    )
    rows = [
        [button(t("Work through them"), NextCase(walk=walk))] if listed.views else [],
        *in_rows(opened),
        further,
        *in_rows(_filters(listed, t), CHIPS_IN_ROW),
        [button(t("Own reasons"), MacroAction(act=MacroAct.SHOW))],
    ]
    return Card(join(BLANK_LINE, lines), rows)


def counting_card(count: int, t: Texts) -> Card:
    """Show how many cases are open: one message, however many comments come."""
    if not count:
        return Card(rich(t("Everything is judged.")), [[_list_button(count, t)]])
    words = rich(t("Held: {count}", count=count), Mark.BOLD)
    return Card(words, [[button(t("Work through them"), NextCase(walk=ALL))], [_list_button(count, t)]])


def macros_card(macros: Sequence[Macro], t: Texts) -> Card:
    """Show the newsroom's own reasons, each with a button that drops it."""
    lines = [rich(t("Own reasons"), Mark.BOLD)]
    lines += [rich(f"{place}. {macro.text}") for place, macro in enumerate(macros, 1)]
    if not macros:
        lines.append(rich(t("There are none yet. One that is added here becomes a button under “Reject”.")))
    drops = [
        button(t("Drop {number}", number=place), MacroAction(act=MacroAct.DROP, macro=macro.id))
        for place, macro in enumerate(macros, 1)
    ]
    return Card(
        join(NEW_LINE, lines),
        [*in_rows(drops), [button(t("Add"), MacroAction(act=MacroAct.ADD))], [_list_button(0, t)]],
    )


def ask_macro_card(t: Texts) -> Card:
    """Ask for a reason to be kept."""
    words = t("Send the reason in one line, as the author shall read it. To stop: /cancel")
    return Card(rich(words), reply_placeholder=t("The reason"))


def _rows(view: CaseView, t: Texts, walk: str) -> list[Row]:
    """Return the buttons, always in the same places: the thumb need not look for them."""
    if view.kind is CaseKind.REPORT and not view.comment:
        return _article_rows(view, t, walk)
    if view.kind is CaseKind.APPEAL:
        return _appeal_rows(view, t, walk)
    skip = [button(t("Skip"), NextCase(walk=walk, after=view.id))] if walk else []
    return [
        [
            button(t("Approve"), _action(view, CaseAct.APPROVE, walk)),
            button(t("Reject"), _action(view, CaseAct.ASK_REASON, walk)),
        ],
        [
            button(t("Delete"), _action(view, CaseAct.REMOVE, walk)),
            button(t("Mute"), _action(view, CaseAct.ASK_MUTE, walk)),
        ],
        [button(t("Ban and remove everything"), _action(view, CaseAct.ASK_BAN, walk))],
        [button(t("Answer as the newsroom"), _action(view, CaseAct.ANSWER, walk))],
        [button(t("About the reader"), PersonAction(person=view.author, act=PersonAct.SHOW, case=view.id)), *skip],
    ]


def _article_rows(view: CaseView, t: Texts, walk: str) -> list[Row]:
    """Return the buttons of reports on an article."""
    skip = [button(t("Skip"), NextCase(walk=walk, after=view.id))] if walk else []
    return [
        [
            button(t("Nothing wrong"), _action(view, CaseAct.DISMISS, walk)),
            button(t("Acted on"), _action(view, CaseAct.ACT, walk)),
        ],
        [button(t("To the publication"), OpenArticle(number=view.article)), *skip],
    ]


def _appeal_rows(view: CaseView, t: Texts, walk: str) -> list[Row]:
    """Return the buttons of an appeal."""
    skip = [button(t("Skip"), NextCase(walk=walk, after=view.id))] if walk else []
    about = PersonAction(person=view.author, act=PersonAct.SHOW, case=view.id)
    return [
        [
            button(t("Uphold"), _action(view, CaseAct.UPHOLD, walk)),
            button(t("Reverse the decision"), _action(view, CaseAct.ASK_REVERSE, walk)),
        ],
        [*([button(t("About the reader"), about)] if view.author else []), *skip],
    ]


def _entry(view: CaseView, t: Texts) -> RichText:
    causes = ", ".join(t.cause(cause) for cause in view.causes)
    head = rich(f"{view.id}. {view.name or kind_words(view, t)}", Mark.BOLD)
    meta = rich(" · ".join(filter(None, (t.when(view.opened_at), causes))))
    return join(NEW_LINE, (head, meta, rich(shorten(view.text, BEGINNING_UNITS)))) if view.text else head


def _filters(listed: CaseList, t: Texts) -> list[InlineKeyboardButton]:
    """Return a button for each other filter that would show something, if there is more than one to choose from."""
    found = [(kind.value, t(KINDS[kind]), count) for kind, count in listed.kinds.items()]
    found += [(cause.value, t.cause(cause), count) for cause, count in listed.causes.items()]
    everything = [button(t("All"), ShowCases())] if listed.shown else []
    chosen = [
        button(f"{words}: {count}", ShowCases(shown=word))
        for word, words, count in sorted(found)
        if word != listed.shown and count < listed.count
    ]
    return [*everything, *chosen]


def _way_on(view: CaseView, t: Texts, walk: str) -> Row:
    person = button(t("About the reader"), PersonAction(person=view.author, act=PersonAct.SHOW, case=view.id))
    onward = button(t("Next case"), NextCase(walk=walk, after=view.id)) if walk else _list_button(0, t)
    return [*([person] if view.author else []), onward]


def _list_button(count: int, t: Texts) -> InlineKeyboardButton:
    return button(t("The list") if count else t("Moderation"), ShowCases())


def _back(view: CaseView, t: Texts, walk: str) -> InlineKeyboardButton:
    return button(t("Back"), _action(view, CaseAct.SHOW, walk))


def _undo_button(verdict: int, label: str, walk: str) -> InlineKeyboardButton:
    return button(label, UndoVerdict(verdict=verdict, walk=walk))


def _show(view: CaseView, walk: str) -> CaseAction:
    return _action(view, CaseAct.SHOW, walk)


def _action(view: CaseView, act: CaseAct, walk: str, item: int = 0) -> CaseAction:
    return CaseAction(case=view.id, version=view.version, act=act, item=item, walk=walk)

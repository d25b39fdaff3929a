"""Walks over commands, buttons and awaited texts: what a person sends, and how the answer is judged."""

from collections.abc import Iterable
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State

from handlers.callbacks.appealing import AppealVerdict
from handlers.callbacks.collecting import ChooseForChannel, DigestAction
from handlers.callbacks.moderating import CaseAct, CaseAction
from handlers.callbacks.outlets import ChooseOutlet, OutletAction
from handlers.callbacks.reading import Listing, ShowDigest, ShowList
from handlers.callbacks.sources import ChooseSourceOutlet, ChooseSourceTopic, SourceAction, SourceRule
from handlers.commands.judging import ON_APPEALS, ON_ARTICLES
from tests.handlers.cases import LOST, REFUSALS, Case
from tests.handlers.changed_tables import changed, snapshot
from tests.handlers.stage import Changes, Stage, set_stage
from tests.handlers.who import CHANNEL, EVERYBODY, SENDER_CHAT, Who
from tests.journeys.steps import all_labels, answer_to, current, from_bot, wait_until_handled
from tests.newspaper import Newspaper


def text_of(screen: dict[str, Any]) -> str:
    """The text or the caption of a screen; "" for a later item of an album."""
    return str(screen.get("text") or screen.get("caption", ""))


async def spoken(newspaper: Newspaper, stage: Stage, case: Case, default: str) -> str:
    """Send the text of the case, and return the bot's answer."""
    words = stage.fill(case.says or default)
    if stage.who == CHANNEL:
        sent = await stage.person.sends(text=words, sender_chat=SENDER_CHAT)
    else:
        sent = await stage.person.says(words)
    shown = await answer_to(newspaper, sent)
    await wait_until_handled(newspaper, stage.person)
    return text_of(shown)


async def pressed(stage: Stage, button: CallbackData) -> str:
    """Press the button, and return what the bot shows: an alert, the text or else the buttons in place, texts below."""
    number = {1: stage.words["article"], 2: stage.words["draft"], 3: stage.words["edition"]}.get(
        getattr(button, "number", 0), 0
    )
    comment = {1: stage.words["own"], 2: stage.words["other"]}.get(getattr(button, "comment", 0), 0)
    present = {
        "number": number,
        "reader": stage.words["neighbour"],
        "comment": comment,
        "draft": stage.words["draft"],
        "phrase": stage.words["phrase"],
        "case": stage.words["case"],
        "person": stage.words["neighbour"],
        "verdict": stage.words["verdict"],
        "request": stage.words["request"],
    }
    if isinstance(button, OutletAction | ChooseOutlet | DigestAction | ChooseForChannel):
        present["place"] = stage.words["outlet"]
    if isinstance(button, SourceAction | SourceRule | ChooseSourceTopic | ChooseSourceOutlet):
        present["source"], present["place"] = stage.words["source"], 0
    if isinstance(button, CaseAction) and button.act in ON_ARTICLES:
        present["case"] = stage.words["reported"]
    elif isinstance(button, CaseAction) and button.act in {*ON_APPEALS, CaseAct.ASK_REVERSE}:
        present["case"] = stage.words["appealed"]
    elif isinstance(button, AppealVerdict):
        present["verdict"] = stage.words["judged"]
    data = button.model_copy(update={name: present[name] for name in present.keys() & type(button).model_fields})
    known = len(from_bot(stage.person))
    answer = await stage.person.presses(message=stage.screen["message_id"], data=data.pack())
    assert answer is not None, "the client would show progress for ever"
    screen = current(stage.person, stage.screen)
    in_place = text_of(screen) if text_of(screen) != "Экран" else " · ".join(all_labels(screen))
    below = map(text_of, from_bot(stage.person)[known:])
    return "\n".join([answer.text or "", in_place, *below]).strip()


async def walk(
    newspaper: Newspaper, who: Who, buttons: Iterable[tuple[CallbackData, Case]], table: Changes = ()
) -> None:
    """Press each button as that sender, and judge it; what a press has left as it was is the stage of the next one."""
    stage, plain = await set_stage(newspaper, who, Case(EVERYBODY), table), True
    before = snapshot(newspaper)
    for button, case in buttons:
        if isinstance(button, ShowDigest) or (isinstance(button, ShowList) and button.listing is Listing.EDITION):
            continue  # an edition is not found by number: another test presses it
        if not (plain and case.is_plain):
            stage, before = await set_stage(newspaper, who, case, table), snapshot(newspaper)
        stage = stage.with_screen(newspaper)
        shown, after = await pressed(stage, button), snapshot(newspaper)
        tables, before = changed(before, after), after
        judge(stage, case, button, shown, tables)
        plain = case.is_plain and not tables


def judge(stage: Stage, case: Case, name: object, shown: str, tables: set[str]) -> None:
    """Compare the answer and the changed tables with the case."""
    happened = f"{stage.who} · {name}: {shown!r} changed {tables or 'nothing'}"
    if stage.who in case.may:
        assert not any(refusal in shown for refusal in REFUSALS), happened
        assert tables == case.changes, happened
        assert shown, happened
    else:
        # A text that is refused for good ends the question.
        assert tables == ({"fsm"} if isinstance(name, State) and case.refusal != LOST else set()), happened
        refusal = case.refusal_for(stage.who)
        assert refusal in shown if refusal else not shown, happened

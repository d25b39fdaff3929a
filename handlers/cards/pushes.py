"""The queue of editions: progress, rate and remaining time of each, and the actions of an admin."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.pushes import EditionAct, EditionAction, OpenGate, ShowQueue
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from news.editions import EditionStatus, Queue
from news.ledger import EditionKind, Gate
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# Messages a second. A lower rate is shown with one decimal.
SLOW_RATE = 10


def queue_card(queue: Queue, t: Texts) -> Card:
    """Show the newest editions with their progress, and the pause that Telegram asked for."""
    parts, rows = [rich(t("Pushes"), Mark.BOLD)], list[Row]()
    if queue.gate is not None:
        words = t("Telegram asked at {since} for a pause until {until}: nothing is sent.", **_gate_times(queue.gate, t))
        parts.append(rich(words))
        rows.append([button(t("Send now"), OpenGate())])
    if not queue.editions:
        parts.append(rich(t("Nothing has been pushed yet.")))
    for status in queue.editions:
        parts.append(_status_lines(status, t))
        rows += _buttons(status, t)
    return Card(join(BLANK_LINE, parts), [*rows, [_refresh(t)]])


def _gate_times(gate: Gate, t: Texts) -> dict[str, str]:
    return {"since": t.when(gate.closed_at), "until": t.when(gate.until)}


def ask_stop_card(number: int, t: Texts) -> Card:
    """Ask for confirmation before an edition is ended."""
    words = t("End push No. {number}? Whoever has not got it yet will not get it.", number=number)
    rows = [
        [button(t("End"), EditionAction(number=number, act=EditionAct.STOP_SURELY))],
        [button(t("Back"), ShowQueue())],
    ]
    return Card(rich(words), rows)


def _status_lines(status: EditionStatus, t: Texts) -> RichText:
    edition = status.progress.edition
    kind = {EditionKind.CORRECTION: t("Correction"), EditionKind.DIGEST: t("Digest")}.get(edition.kind, t("Push"))
    head = t("{kind} No. {number}, {time}", kind=kind, number=edition.id, time=t.when(edition.created_at))
    lines = [rich(head), rich(_state(status, t))]
    if status.progress.counts:
        lines.append(rich(t.deliveries(status.progress.counts), Mark.ITALIC))
    return join(NEW_LINE, lines)


def _state(status: EditionStatus, t: Texts) -> str:
    progress = status.progress
    edition = progress.edition
    if edition.stopped:
        return t("ended")
    if not progress.left:
        return t("done")
    if edition.paused:
        return t("waits; left: {count}", count=t.number(progress.left))
    if status.time_left is None:
        return t("left: {count}", count=t.number(progress.left))
    return t(
        "left: {count}, {rate} a second, about {minutes} min",
        count=t.number(progress.left),
        rate=t.number(round(status.rate, 0 if status.rate >= SLOW_RATE else 1)),
        minutes=t.number(max(1, round(status.time_left.total_seconds() / 60))),
    )


def _buttons(status: EditionStatus, t: Texts) -> list[Row]:
    edition = status.progress.edition
    if not status.progress.left or edition.stopped:
        return []
    act, label = (EditionAct.RESUME, t("Resume")) if edition.paused else (EditionAct.PAUSE, t("Pause"))
    number, end = edition.id, t("End")
    return [
        [
            button(f"{number}: {label}", EditionAction(number=number, act=act)),
            button(f"{number}: {end}", EditionAction(number=number, act=EditionAct.STOP)),
        ]
    ]


def _refresh(t: Texts) -> InlineKeyboardButton:
    return button(t("Refresh"), ShowQueue())

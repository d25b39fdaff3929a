"""Screens of `/groups`: the groups of readers, and what those of one group may do."""

from handlers.callbacks.appointing import PeopleAct, PeopleAction
from handlers.callbacks.grouping import GroupAct, GroupAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button, in_rows
from handlers.cards.lists import staff_row
from news.model import Reader
from news.richtext import Mark, join, rich
from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role, is_fixed, may
from texts import Texts

ALLOWED, DENIED = "✓", "—"
GROUPS_IN_ROW = 2


def groups_card(reader: Reader, t: Texts) -> Card:
    """Show the groups as buttons."""
    words = t("Choose a group to see what its people may do, and to change it. A change works at once, for everybody.")
    people = [button(t("Who is who"), PeopleAction(act=PeopleAct.GROUPS))] if may(reader, Deed.APPOINT) else []
    rows = [
        *in_rows((button(t.role(role), GroupAction(act=GroupAct.SHOW, role=role)) for role in Role), GROUPS_IN_ROW),
        people,
        staff_row(t),
    ]
    return Card(join(BLANK_LINE, (rich(t("Groups"), Mark.BOLD), rich(words))), rows)


def group_card(role: Role, permissions: Permissions, t: Texts) -> Card:
    """Show what a group may do and may not: what can be changed bears a number, and has a button for it."""
    deeds, default = permissions.of(role), DEFAULT_PERMISSIONS.of(role)
    open_deeds = [deed for deed in Deed if not is_fixed(role, deed)]
    lines = [
        rich(_line(index, deed, allowed=deed in deeds, usual=deed in default, t=t))
        for index, deed in enumerate(open_deeds, 1)
    ]
    fixed = [t.deed(deed) for deed in Deed if is_fixed(role, deed) and deed in deeds]
    parts = [rich(t.role(role), Mark.BOLD), *([join(NEW_LINE, lines)] if lines else [])]
    parts.append(rich(t("Always: {deeds}.", deeds=", ".join(fixed))))
    if lines:
        parts.append(rich(t("A number allows or forbids."), Mark.ITALIC))
    is_changed = any((deed in deeds) != (deed in default) for deed in open_deeds)
    rows = [
        *in_rows(
            button(
                f"{ALLOWED if deed in deeds else DENIED} {index}",
                GroupAction(act=GroupAct.DENY if deed in deeds else GroupAct.ALLOW, role=role, deed=deed),
            )
            for index, deed in enumerate(open_deeds, 1)
        ),
        [button(t("As it was"), GroupAction(act=GroupAct.DEFAULT, role=role))] if is_changed else [],
        [button(t("‹ Groups"), GroupAction(act=GroupAct.LIST))],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def _line(index: int, deed: Deed, *, allowed: bool, usual: bool, t: Texts) -> str:
    line = f"{index}. {ALLOWED if allowed else DENIED} {t.deed(deed)}"
    return line if allowed == usual else t("{line} · changed", line=line)

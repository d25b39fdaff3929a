"""Screens of `/role`: who is in which group, a person, and the question before a person moves to another group."""

from datetime import datetime

from aiogram.types import InlineKeyboardButton, KeyboardButton, KeyboardButtonRequestUsers

from handlers.callbacks.appointing import GiveRole, KeepRole, PeopleAct, PeopleAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button, in_rows
from handlers.cards.lists import staff_row
from news.membership_desk import MOST_COUNTED, GroupOfPeople, PeoplePage
from news.model import Reader
from news.notices import Notice
from news.richtext import Mark, RichText, join, rich
from news.roles import Role
from texts import Texts

GROUPS_IN_ROW = 2
_MINUTE_SECONDS = 60
# Guest is no group that a person can be moved to.
GIVEN = tuple(role for role in Role if role is not Role.GUEST)


def groups_of_people_card(groups: tuple[GroupOfPeople, ...], t: Texts) -> Card:
    """Show who of the staff is in which group, and how many are in the others."""
    lines = [_group_line(group, t) for group in groups if group.count]
    buttons = [
        button(t.role(group.role), PeopleAction(act=PeopleAct.GROUP, role=group.role))
        for group in groups
        if group.count
    ]
    rows = [
        *in_rows(buttons, GROUPS_IN_ROW),
        [button(t("Move a person"), PeopleAction(act=PeopleAct.FIND))],
        staff_row(t),
    ]
    return Card(join(BLANK_LINE, (rich(t("Who is who"), Mark.BOLD), join(NEW_LINE, lines))), rows)


def group_page_card(page: PeoplePage, t: Texts) -> Card:
    """Show a page of a group's members, each with a button."""
    lines = [rich(f"{index}. {described(reader, t)}") for index, reader in enumerate(page.members, 1)]
    body = join(NEW_LINE, lines) if lines else rich(t("Nobody is in this group."))
    following = PeopleAction(act=PeopleAct.GROUP, role=page.role, reader=page.following or 0)
    rows = [
        *in_rows(
            button(str(index), PeopleAction(act=PeopleAct.PERSON, reader=reader.id))
            for index, reader in enumerate(page.members, 1)
        ),
        [button(t("Next"), following)] if page.following is not None else [],
        [_to_groups(t)],
    ]
    return Card(join(BLANK_LINE, (rich(t.role(page.role), Mark.BOLD), body)), rows)


def person_card(reader: Reader, t: Texts) -> Card:
    """Show a person's group, with buttons to the others."""
    buttons = [
        button(t.role(role), PeopleAction(act=PeopleAct.ASK, role=role, reader=reader.id))
        for role in GIVEN
        if role is not reader.role
    ]
    back = button(t("‹ Back"), PeopleAction(act=PeopleAct.GROUP, role=reader.role))
    lines = [rich(described(reader, t), Mark.BOLD), rich(t("Group: {group}", group=t.role(reader.role)))]
    question = rich(t("To which group shall this person move?"))
    return Card(join(NEW_LINE, (*lines, question)), [*in_rows(buttons, GROUPS_IN_ROW), [back, _to_groups(t)]])


def ask_role_card(candidate: Reader, role: Role, until: datetime | None, t: Texts) -> Card:
    """Ask for a second press before a reader gets a role: the admin sees whose number it is, and when it ends."""
    facts = {"name": named(candidate, t), "id": candidate.id}
    groups = {"group": t.role(role), "present": t.role(candidate.role)}
    if until is None:
        words = t("Move {name} (number {id}) to the group {group}? The group so far: {present}.", **facts, **groups)
        hint = [rich(t("For a time: /role {id} {role} until 31.12", id=candidate.id, role=role))]
    else:
        words = t(
            "Move {name} (number {id}) to the group {group} until {time}? The group so far: {present}.",
            time=t.when(until),
            **facts,
            **groups,
        )
        hint = []
    minute = 0 if until is None else int(until.timestamp()) // _MINUTE_SECONDS
    give = GiveRole(reader=candidate.id, role=role, present=candidate.role, until=minute)
    rows = [[button(t("Confirm"), give)], [button(t("Cancel"), KeepRole())]]
    return Card(join(BLANK_LINE, (rich(words), *hint)), rows)


def ask_person_card(role: Role | None, t: Texts) -> Card:
    """Ask who is meant. The client shows a button that opens a list of people."""
    ways = t(
        "Choose the person with the button below, or send a number, an @name or a contact, or forward a message of "
        "theirs. To stop: /cancel"
    )
    whom = t("Who shall move to the group {group}?", group=t.role(role)) if role else t("Who is meant?")
    choose = KeyboardButton(
        text=t("Choose a person"), request_users=KeyboardButtonRequestUsers(request_id=1, user_is_bot=False)
    )
    return Card(join(NEW_LINE, (rich(whom), rich(ways))), reply_button=choose)


def nobody_meant_card(t: Texts) -> Card:
    """Say that a message tells nobody's number, and how a person can be named."""
    words = t(
        "It cannot be told who that is: the account is hidden, or the contact has no account. Send a number "
        "(the person sees it with /me) or an @name. To stop: /cancel"
    )
    return Card(rich(words))


def role_usage_card(t: Texts) -> Card:
    """Explain `/role`."""
    roles = ", ".join(GIVEN)
    words = t(
        "Write a reader’s number or @name and a role after the command, and until when if you like: /role 123456 "
        "editor, /role @anna moderator until 31.12, /role 123456 moderator for 7 days. Or answer a forwarded message "
        "of the person: /role editor. Roles: {roles}. Who is who: /role",
        roles=roles,
    )
    return Card(rich(words))


def role_expired_card(t: Texts) -> Card:
    """Say that the question is not the present one, and how to ask again."""
    words = t("This question is over, nothing has been changed. Begin again: /role")
    return Card(rich(words), [[_to_groups(t)]])


def role_kept_card(t: Texts) -> Card:
    """Confirm that nothing was changed."""
    return Card(rich(t("Nothing has been changed.")), [[_to_groups(t)]])


def appointed_card(reader: Reader, t: Texts) -> Card:
    """Confirm the new role of a reader."""
    group = t.role(reader.role)
    if reader.role_until is None:
        words = t("{name} is now in the group {group}.", name=named(reader, t), group=group)
    else:
        words = t(
            "{name} is now in the group {group} until {time}.",
            name=named(reader, t),
            group=group,
            time=t.when(reader.role_until),
        )
    return Card(rich(words), [[button(t("‹ Back"), PeopleAction(act=PeopleAct.PERSON, reader=reader.id))]])


def membership_ended_card(notice: Notice, t: Texts) -> Card:
    """Tell a person, or those who give roles, that the time in a group is over."""
    before, after = t.role(Role(notice.role_before)), t.role(Role(notice.role))
    if not notice.number:
        words = t("Your time in the group {before} is over. Your group is now: {after}. About you: /me",
                  before=before, after=after)  # fmt: skip
        return Card(rich(words))
    words = t(
        "The time of {name} in the group {before} is over. The group is now: {after}.",
        name=notice.title or t("No. {number}", number=notice.number),
        before=before,
        after=after,
    )
    return Card(rich(words), [[button(t("Open"), PeopleAction(act=PeopleAct.PERSON, reader=notice.number))]])


def named(reader: Reader, t: Texts) -> str:
    """Return a person's name here, or the number of one without a name."""
    return reader.name or t("No. {number}", number=reader.id)


def described(reader: Reader, t: Texts) -> str:
    """Return a person's name and number, and when the membership ends."""
    number = t("No. {number}", number=reader.id)
    whole = f"{reader.name} · {number}" if reader.name else number
    if reader.role_until is None:
        return whole
    return whole + t(", until {time}", time=t.when(reader.role_until))


def _group_line(group: GroupOfPeople, t: Texts) -> RichText:
    """Return a group's name with its members, or with their number."""
    head = rich(t.role(group.role), Mark.BOLD)
    count = f"{MOST_COUNTED}+" if group.count >= MOST_COUNTED else t.number(group.count)
    if not group.members:
        return head + rich(f": {count}")
    names = ", ".join(named(reader, t) for reader in group.members)
    left = group.count - len(group.members)
    if left > 0:
        names = " ".join((names, t.many("and {count} person more", "and {count} people more", left)))
    return head + rich(f": {names}")


def _to_groups(t: Texts) -> InlineKeyboardButton:
    return button(t("Who is who"), PeopleAction(act=PeopleAct.GROUPS))

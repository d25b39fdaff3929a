"""Samples of the cards of groups: who is in which, what a group may do, and who may comment on an article."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import commenters, groups, memberships
from handlers.cards.card import Card
from news.membership_desk import MOST_COUNTED, GroupOfPeople, PeoplePage
from news.model import CommentsFor, Reader
from news.notices import Notice, NoticeKind
from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from tests.handlers.cards.card_samples.objects import ARTICLE, DRAFT, EDITOR, MODERATOR, READER
from tests.handlers.cards.samples import NOW
from texts import Texts

ADMIN = Reader(8, Role.ADMIN, name="Вера", registered_at=NOW)
FOR_A_TIME = replace(EDITOR, role_until=NOW + timedelta(days=7))
NAMELESS = Reader(9, Role.ADMIN)
OPEN = DEFAULT_PERMISSIONS.changed((role, deed, True) for role in Role for deed in Deed)
GROUPS = (
    GroupOfPeople(Role.ADMIN, 7, (ADMIN, NAMELESS)),
    GroupOfPeople(Role.EDITOR, 1, (FOR_A_TIME,)),
    GroupOfPeople(Role.MODERATOR, 0),
    GroupOfPeople(Role.MEMBER, MOST_COUNTED),
    GroupOfPeople(Role.BANNED, 21),
)


def cards_of_groups(t: Texts) -> dict[str, list[Card]]:
    """Cards about groups and their people."""
    until = NOW + timedelta(days=300)
    return {
        "groups_card": [groups.groups_card(reader, t) for reader in (ADMIN, MODERATOR)],
        "group_card": [groups.group_card(role, table, t) for role in Role for table in (DEFAULT_PERMISSIONS, OPEN)],
        "groups_of_people_card": [memberships.groups_of_people_card(shown, t) for shown in (GROUPS, ())],
        "group_page_card": [
            memberships.group_page_card(page, t)
            for page in (
                PeoplePage(Role.EDITOR, (FOR_A_TIME, NAMELESS), 9),
                PeoplePage(Role.EDITOR, ()),
                PeoplePage(Role.MEMBER, tuple(replace(READER, id=2**52 - each) for each in range(10)), 9),
            )
        ],
        "person_card": [memberships.person_card(reader, t) for reader in (READER, FOR_A_TIME)],
        "ask_role_card": [
            memberships.ask_role_card(reader, Role.EDITOR, end, t)
            for reader in (READER, NAMELESS)
            for end in (None, until)
        ],
        "ask_person_card": [memberships.ask_person_card(role, t) for role in (None, Role.EDITOR)],
        "appointed_card": [memberships.appointed_card(reader, t) for reader in (READER, FOR_A_TIME, NAMELESS)],
        "membership_ended_card": [
            memberships.membership_ended_card(
                Notice(NoticeKind.MEMBERSHIP_ENDED, number, title=name, role="member", role_before="editor"), t
            )
            for number, name in ((0, ""), (5, "Анна"), (5, ""))
        ],
        "commenters_card": [
            commenters.commenters_card(replace(article, comments_for=rule), t)
            for article in (ARTICLE, DRAFT)
            for rule in (None, *CommentsFor)
        ],
    }

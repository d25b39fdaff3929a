"""Samples of what stands in discussion groups, and of what is told about them."""

from handlers.cards import discussion_groups
from handlers.cards.card import Card
from news.discussed import DeedKind
from news.limits import COMMENT_LIMIT
from news.names import MAX_NAME_LENGTH
from news.notices import Notice, NoticeKind
from texts import Texts

NAME = "Ж" * MAX_NAME_LENGTH
ANSWERS = [
    Notice(NoticeKind.GROUP_ANSWER, 345, author=author, text="ш" * COMMENT_LIMIT, reply_to=7) for author in (NAME, "")
]
REFUSALS = [
    Notice(NoticeKind.GROUP_REFUSED, title=title, author=NAME, reason="no " * 200, url=url, text=kind.value)
    for kind in DeedKind
    for title, url in (("О" * 128, "https://t.me/c/1/5"), ("", ""))
]


def cards_of_discussion_groups(t: Texts) -> dict[str, list[Card]]:
    """Messages in discussion groups, and notices about them."""
    notices = [*ANSWERS, Notice(NoticeKind.GROUP_REMOVED, 345), *REFUSALS]
    return {
        "group_notice_card": [
            discussion_groups.group_notice_card(notice, t, link)
            for notice in notices
            for link in (None, lambda number: f"https://t.me/vestnik_bot?start=a_{number}")
        ],
        "refused_in_group_card": [discussion_groups.refused_in_group_card("Слишком длинно.")],
        "guest_in_group_card": [
            discussion_groups.guest_in_group_card("Нельзя.", "https://t.me/vestnik_bot?start=register_12", t)
        ],
        "join_request_card": [discussion_groups.join_request_card("О" * 128, t)],
    }

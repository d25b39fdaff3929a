"""What the bot shows in discussion groups, and what it tells moderators and newcomers about them."""

from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card, button, link_button
from handlers.cards.lists import DeepLink
from news.discussed import DeedKind
from news.group_deeds import EDITORIAL
from news.notices import Notice, NoticeKind
from news.richtext import Entity, Mark, RichText, join, rich, units
from news.words import shorten
from texts import Texts
from texts.sentences import say

# Begins the link by which a guest registers: register_<article>.
REGISTER = "register"
GROUP_NOTICES = frozenset({NoticeKind.GROUP_ANSWER, NoticeKind.GROUP_REMOVED, NoticeKind.GROUP_REFUSED})
REASON_CHARACTERS = 200

_REFUSED = {
    DeedKind.DELETE: say("I may not delete a message in “{group}”: it stands there still."),
    DeedKind.RESTRICT: say("I may not restrict {person} in “{group}”: this person can still write there."),
    DeedKind.RELEASE: say("I may not let {person} write again in “{group}”."),
    DeedKind.BAN: say("I may not ban {person} in “{group}”: this person is still there."),
    DeedKind.UNBAN: say("I may not lift the ban of {person} in “{group}”."),
    DeedKind.BAN_SENDER: say("I may not ban the channel {person} in “{group}”: it can still write there."),
    DeedKind.UNBAN_SENDER: say("I may not lift the ban of the channel {person} in “{group}”."),
    DeedKind.ADMIT: say("I may not let {person} into “{group}”, who has asked to join."),
    DeedKind.DECLINE: say("I may not decline the request of {person} to join “{group}”."),
}
_ANY = say("I may not do what you asked for in “{group}”.")


def group_notice_card(notice: Notice, t: Texts, link: DeepLink | None) -> Card:
    """Show a comment in a group, or tell a moderator what the bot may not do there."""
    if notice.what is NoticeKind.GROUP_ANSWER:
        return _comment_card(notice, t, link)
    if notice.what is NoticeKind.GROUP_REMOVED:
        return Card(rich(t("The newspaper has taken this comment down."), Mark.ITALIC))
    group = notice.title or t("the discussion group")
    words = t(_REFUSED.get(DeedKind(notice.text or DeedKind.DELETE), _ANY), group=group, person=notice.author)
    reason = t("Telegram says: {reason}.", reason=shorten(notice.reason, REASON_CHARACTERS).rstrip("."))
    help_ = t("Do it by hand, or give the bot the right: the group’s settings, Administrators.")
    rows = [[link_button(t("Look"), notice.url)]] if notice.url else []
    return Card(join(NEW_LINE, map(rich, (words, reason, help_))), rows)


def refused_in_group_card(words: str) -> Card:
    """Tell one member of a group why the message is no comment."""
    return Card(rich(words))


def guest_in_group_card(words: str, address: str, t: Texts) -> Card:
    """Tell a guest in a group that only registered readers comment, with the way to register at `address`."""
    hint = t("It takes twenty seconds, and your next message here will be a comment.")
    return Card(join(NEW_LINE, map(rich, (words, hint))), [[link_button(t("Register"), address)]])


def join_request_card(group: str, t: Texts) -> Card:
    """Tell a person who has asked to join a group, in private, that registering opens it."""
    words = t(
        "You have asked to join “{group}”. It is open to the newspaper’s registered readers: once you have registered, "
        "you are let in at once.",
        group=group,
    )
    return Card(rich(words), [[button(t("Register"), Registering(step=RegisterStep.BEGIN, number=0))]])


def comment_address(link: DeepLink, comment: int) -> str:
    """Return the link to a comment, made of the one to an article: its number is the mark of `handlers.marks`."""
    return f"{link(0).removesuffix('a_0')}c_{comment}"


def _comment_card(notice: Notice, t: Texts, link: DeepLink | None) -> Card:
    """Show a comment that was written in the bot, under the name of its author, as an answer in the group."""
    number = t("No. {number}", number=notice.number)
    author = t("The newsroom") if notice.details == EDITORIAL else notice.author or t("Guest")
    entities = () if link is None else (Entity("text_link", 0, units(number), comment_address(link, notice.number)),)
    head = RichText(number, entities) + rich(" · ") + rich(author, Mark.BOLD)
    return Card(join(NEW_LINE, (head, rich(notice.text).styled("blockquote"))), reply_to=notice.reply_to)

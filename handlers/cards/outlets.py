"""Screens of the outlets: the list, what is arranged for one, the choice for an article, and notices about them."""

from collections.abc import Sequence

from handlers.callbacks.collecting import DigestAct, DigestAction
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.outlets import AddOutlet, ChooseOutlet, OutletAct, OutletAction, ShowOutlets
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, link_button
from news.ledger import DeliveryState, PlaceKind
from news.notices import Notice, NoticeKind
from news.outlet_desk import Posting
from news.outlets import REMOVED, RIGHT_LOST
from news.posts import LINK_WORDS_LIMIT, Outlet, OutletState, Post, Template
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts
from texts.sentences import say

LABEL_CHARACTERS = 40

_STATES = {
    OutletState.ASKED: say("waits for your decision"),
    OutletState.ACTIVE: say("gets publications"),
    OutletState.OFF: say("turned off"),
    OutletState.LOST: say("lost: nothing is posted"),
}
_TEMPLATES = {
    Template.LEAD: say("Headline and lead"),
    Template.TITLE: say("Headline only"),
    Template.FULL: say("Full text"),
}
_TEMPLATE_ACTS = {
    Template.LEAD: OutletAct.LEAD,
    Template.TITLE: OutletAct.TITLE,
    Template.FULL: OutletAct.FULL,
}
_POST_STATES = {
    DeliveryState.PENDING: say("waits for its turn"),
    DeliveryState.SENDING: say("on its way"),
    DeliveryState.SENT: say("posted"),
    DeliveryState.GONE: say("not posted, the channel is lost"),
    DeliveryState.FAILED: say("not posted, or not known"),
    DeliveryState.EXPIRED: say("not posted"),
    DeliveryState.CANCELLED: say("not posted"),
}
_ERRORS = {
    REMOVED: say("the bot has been removed"),
    RIGHT_LOST: say("the bot may no longer post"),
    "lapsed": say("the program was ended while it posted"),
    "": say("no answer came"),
}


def outlets_card(outlets: Sequence[Outlet], after: int | None, t: Texts) -> Card:
    """List outlets, with a button for each. `after` is the key after which the next page begins."""
    title = rich(t("Channels and groups"), Mark.BOLD)
    how = t(
        "Make the bot an administrator of a channel or group, with the right to post: you will be asked here whether "
        "to publish there. It is one already, or it is about a topic: “Add”."
    )
    entries = [_entry(outlet, t) for outlet in outlets]
    count = count_fitting(entries, title, rich(how)) if entries else 0
    if count < len(entries):
        after = outlets[count - 1].place.id
    rows = [[button(_label(outlet), _action(outlet, OutletAct.SHOW))] for outlet in outlets[:count]]
    more = [button(t("Further"), ShowOutlets(after=after))] if after is not None else []
    return Card(
        join(BLANK_LINE, (title, *entries[:count], rich(how))),
        [*rows, [button(t("To the top"), ShowOutlets()), *more], [button(t("Add"), AddOutlet())]],
    )


def outlet_card(outlet: Outlet, t: Texts, said: str = "") -> Card:
    """Show an outlet with everything that can be arranged for it; `said` is what has just happened."""
    lines = [rich(outlet.chat.title, Mark.BOLD), rich(_summary(outlet, t), Mark.ITALIC)]
    if outlet.state is OutletState.ASKED:
        question = rich(t("Publish in “{name}”?", name=outlet.chat.title))
        return Card(
            join(BLANK_LINE, [*_said(said), join(NEW_LINE, lines), question]),
            [_answer_row(outlet.place.id, t), _list_row(t)],
        )
    lines += [rich(words) for words in _arrangements(outlet, t)]
    parts = [*_said(said), join(NEW_LINE, lines), *_error(outlet, t)]
    return Card(join(BLANK_LINE, parts), [*_rows(outlet, t), _list_row(t)])


def templates_card(outlet: Outlet, t: Texts) -> Card:
    """Offer the templates of a post."""
    words = t(
        "How much of a publication does a post show? A full text that does not fit one message is shown to a natural "
        "break, and its link leads to all of it."
    )
    rows = [
        [button(_marked(t(label), chosen=outlet.template is template), _action(outlet, _TEMPLATE_ACTS[template]))]
        for template, label in _TEMPLATES.items()
    ]
    return _ask(outlet, words, rows, t)


def ask_link_words_card(outlet: Outlet, t: Texts) -> Card:
    """Ask for the words of the link."""
    words = t("Send the words of the link, up to {most} characters. To stop: /cancel", most=LINK_WORDS_LIMIT)
    return _ask(outlet, words, [[button(t("“Read and discuss”"), _action(outlet, OutletAct.USUAL_WORDS))]], t)


def ask_topics_card(outlet: Outlet, t: Texts) -> Card:
    """Ask for the topics."""
    words = t("Send the topics whose publications are posted here, separated by commas. To stop: /cancel")
    return _ask(outlet, words, [[button(t("All topics"), _action(outlet, OutletAct.ALL_TOPICS))]], t)


def ask_remove_card(outlet: Outlet, t: Texts) -> Card:
    """Ask for confirmation before an outlet is forgotten."""
    words = t("Post nothing more here, and forget what is arranged? What was posted stays, and is still corrected.")
    return _ask(outlet, words, [[button(t("Remove"), _action(outlet, OutletAct.REMOVE))]], t)


def outlet_removed_card(outlet: Outlet | None, t: Texts) -> Card:
    """Confirm that nothing is posted to an outlet."""
    if outlet is None:
        return Card(rich(t("Nothing is posted there.")), [_list_row(t)])
    return Card(rich(t("Nothing is posted in “{name}”.", name=outlet.chat.title)), [_list_row(t)])


def trial_result(error: str | None, t: Texts) -> str:
    """Say what Telegram answered to a test message; None is success, and an empty text no answer."""
    if error is None:
        return t("The test message has arrived.")
    if not error:
        return t("Telegram does not answer just now. Try again in a minute.")
    return t("The test message has not arrived. Telegram says: {words}", words=error)


def ask_address_card(t: Texts) -> Card:
    """Ask for the address of a chat."""
    words = t(
        "Send the @name of a channel or group, or the link to a message in it; for a topic, the link to a message in "
        "the topic. The bot must be able to post there, and you must be one of its administrators. To stop: /cancel"
    )
    return Card(rich(words), [_list_row(t)])


def address_refused_card(t: Texts) -> Card:
    """Say that no channel or group was found at an address in which bot and person may post."""
    words = t(
        "No channel or group was found there in which the bot may post and you are an administrator. "
        "Send another link, or stop: /cancel"
    )
    return Card(rich(words), [_list_row(t)])


def posting_card(posting: Posting, t: Texts) -> Card:
    """Show where a draft will be posted, or where a publication was."""
    article = posting.article
    title = rich(article.title, Mark.BOLD)
    if article.published_at is None:
        words, rows = _choice_rows(posting, t)
        back = button(t("Back"), DraftAction(number=article.number, act=DraftAct.MORE))
        return Card(join(NEW_LINE, (title, rich(words))), [*rows, [back]])
    lines = post_lines(posting.posts, t) or [rich(t("It was posted in no channel or group."))]
    back = button(t("Back"), EditAction(number=article.number, act=EditAct.SHOW))
    return Card(join(NEW_LINE, (title, *lines)), [*post_rows(posting.posts), [back]])


def post_lines(posts: Sequence[Post], t: Texts) -> list[RichText]:
    """Return a line for each post: where it is, and what has become of it."""
    return [rich(f"{post.outlet.chat.title}: {t(_POST_STATES[post.state])}") for post in posts]


def post_rows(posts: Sequence[Post]) -> list[Row]:
    """Return a button for each post that has arrived: it leads there."""
    return [[link_button(_label(post.outlet), post.link)] for post in posts if post.link is not None]


def _choice_rows(posting: Posting, t: Texts) -> tuple[str, list[Row]]:
    number = posting.article.number
    if not posting.choices:
        return t("No channel or group is connected. A chief editor does so: /outlets"), []
    rows: list[Row] = [
        [button(_marked(_label(outlet), chosen=chosen), ChooseOutlet(number=number, place=outlet.place.id))]
        for outlet, chosen in posting.choices
    ]
    return t("Where will publication No. {number} be posted?", number=number), rows


def outlet_notice_card(notice: Notice, t: Texts) -> Card:
    """Tell the staff what has happened to an outlet, or to a post in it."""
    arguments = {"name": notice.title, "number": notice.number, "words": _error_words(notice.reason, t)}
    show = button(t("Channel"), OutletAction(place=notice.place, act=OutletAct.SHOW))
    look = link_button(t("Look"), notice.url)
    article = button(t("To the publication"), OpenArticle(number=notice.number))
    match notice.what:
        case NoticeKind.OUTLET_ASK:
            return Card(rich(t("Publish in “{name}”?", **arguments)), [_answer_row(notice.place, t)])
        case NoticeKind.OUTLET_LOST:
            words = t(
                "Nothing is posted in “{name}” any more: {words}. When the bot may post there again, it goes on by "
                "itself, with what is published from then on.",
                **arguments,
            )
            return Card(rich(words), [[show]])
        case NoticeKind.DIGESTS_LOST:
            words = t(
                "The digests in “{name}” have ended: {words}. When the bot may post there again, turn them on again.",
                **arguments,
            )
            return Card(rich(words), [[show]])
        case NoticeKind.OUTLET_FOUND:
            return Card(rich(t("The bot may post in “{name}” again, and does.", **arguments)), [[show]])
        case NoticeKind.POST_UNKNOWN:
            words = t(
                "It is not known whether publication No. {number} was posted in “{name}”: {words}. It is not posted "
                "again, so that nobody sees it twice. Please look.",
                **arguments,
            )
            return Card(rich(words), [[look], [article]])
        case NoticeKind.POST_REFUSED:
            words = t("Publication No. {number} was not posted in “{name}”: {words}.", **arguments)
            return Card(rich(words), [[article], [show]])
        case _:
            words = t(
                "The post of publication No. {number} in “{name}” does not show the change: {words}. Perhaps somebody "
                "has deleted it.",
                **arguments,
            )
            return Card(rich(words), [[look], [article]])


def _entry(outlet: Outlet, t: Texts) -> RichText:
    lines = [rich(outlet.chat.title), rich(_summary(outlet, t), Mark.ITALIC), *_error(outlet, t)]
    return join(NEW_LINE, lines)


def _summary(outlet: Outlet, t: Texts) -> str:
    """Return kind, state, template and topics on one line."""
    kinds = {PlaceKind.CHANNEL: t("channel"), PlaceKind.GROUP: t("group")}
    kind = t("topic") if outlet.place.address.topic else kinds.get(outlet.place.kind, "")
    return " · ".join((kind, t(_STATES[outlet.state]), t(_TEMPLATES[outlet.template]), _topics(outlet, t)))


def _arrangements(outlet: Outlet, t: Texts) -> list[str]:
    words = outlet.words or t("Read and discuss")
    carrier = (
        t("The link “{words}” stands in the text: with buttons, a post would get no comments.", words=words)
        if outlet.look.link_in_text
        else t("The link “{words}” is a button.", words=words)
    )
    return [t("Without sound") if outlet.silent else t("With sound"), carrier]


def _error(outlet: Outlet, t: Texts) -> list[RichText]:
    if outlet.error is None or outlet.error_at is None:
        return []
    words = t("{time}: {words}", time=t.when(outlet.error_at), words=_error_words(outlet.error, t))
    return [rich(words)]


def _error_words(error: str, t: Texts) -> str:
    return t(_ERRORS[error]) if error in _ERRORS else error.rstrip(".")


def _topics(outlet: Outlet, t: Texts) -> str:
    return ", ".join(outlet.topics) or t("all topics")


def _rows(outlet: Outlet, t: Texts) -> list[Row]:
    is_on = outlet.state in {OutletState.ACTIVE, OutletState.LOST}
    sound = (t("With sound"), OutletAct.SOUND) if outlet.silent else (t("Without sound"), OutletAct.SILENT)
    power = (t("Turn off"), OutletAct.OFF) if is_on else (t("Turn on"), OutletAct.ON)
    table = (
        ((t("Template"), OutletAct.TEMPLATES), (t("Topics"), OutletAct.ASK_TOPICS)),
        (sound, (t("Words of the link"), OutletAct.ASK_WORDS)),
        ((t("Test"), OutletAct.TEST), power),
    )
    rows = [[button(label, _action(outlet, act)) for label, act in row] for row in table]
    digests = button(t("Digests"), DigestAction(place=outlet.place.id, act=DigestAct.SHOW))
    remove = button(t("Remove"), _action(outlet, OutletAct.ASK_REMOVE))
    return [*rows, [digests, remove] if outlet.place.kind is PlaceKind.CHANNEL else [remove]]


def _answer_row(place: int, t: Texts) -> Row:
    return [
        button(t("Publish here"), OutletAction(place=place, act=OutletAct.ACCEPT)),
        button(t("Not needed"), OutletAction(place=place, act=OutletAct.DECLINE)),
    ]


def _ask(outlet: Outlet, words: str, rows: Sequence[Row], t: Texts) -> Card:
    back = [button(t("Back"), _action(outlet, OutletAct.SHOW))]
    return Card(join(NEW_LINE, (rich(outlet.chat.title, Mark.BOLD), rich(words))), [*rows, back])


def _said(words: str) -> list[RichText]:
    return [rich(words)] if words else []


def _list_row(t: Texts) -> Row:
    return [button(t("All channels and groups"), ShowOutlets())]


def _action(outlet: Outlet, act: OutletAct) -> OutletAction:
    return OutletAction(place=outlet.place.id, act=act)


def _label(outlet: Outlet) -> str:
    return shorten(outlet.chat.title, LABEL_CHARACTERS)


def _marked(label: str, *, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label

"""Cards of registering: the rules, the human check, the contact, the name, and what the moderators decide."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import KeyboardButton

from handlers.callbacks.admitting import JudgeRequest
from handlers.callbacks.checking import AnswerCheck, AskCheck
from handlers.callbacks.contacting import AskContact
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.privacy import ShowPrivacy
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Media, Row, Upload, button
from handlers.cards.people import news_row
from news.human_checks import TRIES, HumanCheck, Thing
from news.ledger import MessageKind
from news.model import Reader
from news.names import MAX_NAME_LENGTH, MIN_NAME_LENGTH
from news.newcomers import Registration
from news.notices import Notice, NoticeKind, Remedy
from news.ports.requests import Request, RequestVerdict
from news.richtext import Mark, RichText, join, rich
from news.roles import Role
from texts import Texts, say

# What the picture shows, as it stands in «Press the number of the picture with …».
THINGS = {
    Thing.BRIDGE: say("a bridge"),
    Thing.HOUSE: say("a house"),
    Thing.TREE: say("a tree"),
    Thing.BOAT: say("a sailing boat"),
    Thing.CAR: say("a car"),
    Thing.FISH: say("a fish"),
    Thing.UMBRELLA: say("an umbrella"),
    Thing.CUP: say("a cup"),
    Thing.CLOCK: say("a clock"),
    Thing.KEY: say("a key"),
    Thing.MUSHROOM: say("a mushroom"),
    Thing.SNOWMAN: say("a snowman"),
    Thing.ENVELOPE: say("an envelope"),
    Thing.FLAG: say("a flag"),
    Thing.LADDER: say("a ladder"),
}
WORDS = {
    "cat": say("cat"), "horse": say("horse"), "bear": say("bear"), "fox": say("fox"), "cow": say("cow"),
    "birch": say("birch"), "oak": say("oak"), "pine": say("pine"), "maple": say("maple"), "willow": say("willow"),
    "coat": say("coat"), "hat": say("hat"), "shirt": say("shirt"), "scarf": say("scarf"), "skirt": say("skirt"),
    "bread": say("bread"), "cheese": say("cheese"), "soup": say("soup"), "porridge": say("porridge"),
    "butter": say("butter"), "bus": say("bus"), "tram": say("tram"), "train": say("train"),
    "bicycle": say("bicycle"), "lorry": say("lorry"),
}  # fmt: skip

REGISTRATION_NOTICES = frozenset({NoticeKind.REQUEST, NoticeKind.ADMITTED, NoticeKind.DECLINED})


def rules_card(number: int, mode: Registration, t: Texts) -> Card:
    """Show the rules in short and ask for consent. `number` is the article to return to, 0 for none."""
    rules = (
        t("Who registers may comment. The rules in short:"),
        t("— be polite and keep to the subject;"),
        t("— no advertising, no insults, no calls to violence;"),
        t("— the editors may remove a comment;"),
        t("— we keep your comments, your name here, your Telegram number and @name, group, language and subscription;"),
        t("— what you write to the bot is deleted once it is handled; if a fault prevents that, after 30 days."),
    )
    agreed: dict[Registration, CallbackData] = {
        Registration.CHECK: AskCheck(number=number),
        Registration.CONTACT: AskContact(number=number),
    }
    rows = [
        [button(t("I agree"), agreed.get(mode) or Registering(step=RegisterStep.AGREE, number=number))],
        [button(t("What we store"), ShowPrivacy())],
        _cancel_row(number, t),
    ]
    return Card(join(BLANK_LINE, (rich(t("Registering"), Mark.BOLD), join(NEW_LINE, map(rich, rules)))), rows)


def check_card(check: HumanCheck, picture: bytes, number: int, t: Texts) -> Card:
    """Show four pictures in one, with a number to press, and the way to a check in words."""
    thing = t(THINGS[Thing(check.options[check.answer])])
    question = t("Press the number of the picture with {thing}.", thing=thing)
    answers = [button(str(place + 1), _answer(check, place, number)) for place in range(len(check.options))]
    rows = [
        answers[:2],
        answers[2:],
        [button(t("A question in words"), AskCheck(number=number, in_words=True))],
        _cancel_row(number, t),
    ]
    media = Media(MessageKind.PHOTO, Upload("check.jpg", picture))
    return Card(_question(check, question, t), rows, media=(media,))


def word_check_card(check: HumanCheck, number: int, t: Texts) -> Card:
    """Show four words as buttons, one of which does not belong to the others."""
    answers = [button(t(WORDS[word]), _answer(check, place, number)) for place, word in enumerate(check.options)]
    question = t("Three of these words belong together. Press the one that does not.")
    return Card(_question(check, question, t), [answers[:2], answers[2:], _cancel_row(number, t)])


def passed_card(t: Texts) -> Card:
    """Take the place of the buttons under a picture, once the check is passed."""
    return Card(rich(t("That is right.")))


def ask_contact_card(t: Texts) -> Card:
    """Ask for the contact, with a button in place of the letters that shares it."""
    words = t(
        "To register, share your own contact with the button below: it proves that the account is yours. We look at it "
        "once and keep neither the number nor the contact. To stop: /cancel"
    )
    return Card(rich(words), reply_button=KeyboardButton(text=t("Share my contact"), request_contact=True))


def contact_taken_card(t: Texts) -> Card:
    """Confirm the contact, and take its button away."""
    return Card(rich(t("Thank you. Your number was not kept.")), without_reply_button=True)


def contact_needed_card(t: Texts) -> Card:
    """Say that a text is no contact."""
    return Card(rich(t("The button «Share my contact» below does it; a typed number proves nothing. To stop: /cancel")))


def contact_refused_card(t: Texts) -> Card:
    """Confirm that registering was cancelled, and take the contact's button away."""
    return Card(rich(t("All right, not now. Registering is always open: /register")), without_reply_button=True)


def ask_name_card(number: int, suggestion: str, t: Texts) -> Card:
    """Ask for a display name, with the name from Telegram as a button."""
    words = t(
        "Under which name will you comment? Send it as a message: {least} to {most} characters.",
        least=MIN_NAME_LENGTH,
        most=MAX_NAME_LENGTH,
    )
    own = [button(suggestion, Registering(step=RegisterStep.OWN_NAME, number=number))] if suggestion else []
    return Card(rich(words), [own, _cancel_row(number, t)])


def registered_card(reader: Reader, t: Texts) -> Card:
    """Confirm the registration; where the moderators decide, confirm the request."""
    if not reader.registered:
        words = t("Your request is with the moderators. You will hear here what they decide.")
        return Card(rich(words), [news_row(t)])
    words = t("You are registered as {name}. Your group: {group}.", name=reader.name, group=t.role(Role.MEMBER))
    return Card(rich(words), [news_row(t)])


def not_registered_card(number: int, t: Texts) -> Card:
    """Confirm that registering was cancelled."""
    back = [button(t("To the publication"), OpenArticle(number=number))] if number else []
    return Card(rich(t("All right, not now. Registering is always open: /register")), [back, news_row(t)])


def ask_other_name_card(name: str, t: Texts) -> Card:
    """Ask for another display name."""
    words = t(
        "Your name here is {name}. Send another one as a message: {least} to {most} characters. A name is changed once "
        "in 30 days, and the old one stays reserved for you as long. To keep it: /cancel",
        name=name,
        least=MIN_NAME_LENGTH,
        most=MAX_NAME_LENGTH,
    )
    return Card(rich(words))


def renamed_card(reader: Reader, t: Texts) -> Card:
    """Confirm the new name."""
    return Card(rich(t("Your name here is now {name}. Your comments bear it, too.", name=reader.name)), [news_row(t)])


def registration_notice_card(notice: Notice, t: Texts) -> Card:
    """Show the moderators a request and what became of it, or tell the person who asked."""
    if notice.what is NoticeKind.ADMITTED:
        words = t("The moderators have registered you as {name}: now you may comment.", name=notice.title)
        back = [button(t("To the publication"), OpenArticle(number=notice.number))] if notice.number else []
        return Card(rich(words), [back, news_row(t)])
    if notice.what is NoticeKind.DECLINED:
        words = t(
            "The moderators have not registered you as {name}. You may read everything, and ask again in a day: "
            "/register",
            name=notice.title,
        )
        return Card(rich(words), [news_row(t)])
    if notice.remedy is not None:
        return _judged_card(notice.title, notice.remedy is Remedy.ADMITTED, notice.by, t)
    words = t("{name} asks to be registered.", name=notice.title)
    return Card(join(NEW_LINE, (rich(t("Registering"), Mark.BOLD), rich(words))), [_verdict_row(notice.number, t)])


def judged_card(request: Request, t: Texts) -> Card:
    """Confirm to a moderator what was decided."""
    return _judged_card(request.name, request.verdict is RequestVerdict.ADMITTED, "", t)


def _judged_card(name: str, admitted: bool, by: str, t: Texts) -> Card:
    words = t("{name} is registered.", name=name) if admitted else t("{name} is not registered.", name=name)
    lines = [rich(t("Registering"), Mark.BOLD), rich(words)]
    if by:
        lines.append(rich(t("Decided by {name}.", name=by)))
    return Card(join(NEW_LINE, lines), [news_row(t)])


def _verdict_row(request: int, t: Texts) -> Row:
    labels = {RequestVerdict.ADMITTED: t("Accept"), RequestVerdict.DECLINED: t("Decline")}
    return [button(label, JudgeRequest(request=request, decision=verdict)) for verdict, label in labels.items()]


def _question(check: HumanCheck, question: str, t: Texts) -> RichText:
    left = (
        [] if check.tries_left == TRIES else [rich(t("That was not it. Tries left: {count}.", count=check.tries_left))]
    )
    return join(NEW_LINE, [*left, rich(question)])


def _answer(check: HumanCheck, place: int, number: int) -> AnswerCheck:
    return AnswerCheck(code=check.code, place=place, number=number, in_words=check.in_words)


def _cancel_row(number: int, t: Texts) -> Row:
    return [button(t("Cancel"), Registering(step=RegisterStep.CANCEL, number=number))]

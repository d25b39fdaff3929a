"""Cards of privacy: the newspaper's statement, what it stores about a person, and the wish to be forgotten."""

from handlers.callbacks.privacy import ForgetMe, ForgetStep
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button
from handlers.cards.lists import all_button
from news.ports.privacy import CommentsAfter, Forgetting
from news.privacy import days_of
from news.privacy_rules import DIALOGUE_RETENTION, MARK_RETENTION, SECOND_THOUGHTS, PrivacyRules
from news.richtext import Mark, join, rich
from texts import Texts


def privacy_card(rules: PrivacyRules, t: Texts) -> Card:
    """Show the operator's statement, or the newspaper's own one."""
    if t.language in rules.texts:
        return Card(rich(rules.texts[t.language]), [[all_button(t)]])
    lines = (
        t("— your Telegram number and @name, name here, group, language and subscription: until you ask us to forget;"),
        t("— your comments: as long as the publication stands; if you wish so, without your name, or not at all;"),
        t("— the words of removed and rejected comments: {days};", days=_days(days_of(rules.removed), t)),
        t("— what the moderators have decided: {days};", days=_days(days_of(rules.cases), t)),
        t("— which message went to which chat: {days}, then only how many;", days=_days(days_of(rules.ledger), t)),
        t("— what you write to the bot: until it is handled; if a fault prevents that, 30 days;"),
        t("— an answer that you have begun: {days}.", days=_days(days_of(DIALOGUE_RETENTION), t)),
    )
    ways = (
        t("What you read is not recorded, and nothing is passed on. Telegram carries the messages by its own rules."),
        t("Everything about you, as a file: /mydata. To be forgotten: /forgetme."),
    )
    title = rich(t("What the newspaper stores"), Mark.BOLD)
    return Card(join(BLANK_LINE, (title, join(NEW_LINE, map(rich, lines)), *map(rich, ways))))


def ask_forgetting_card(t: Texts) -> Card:
    """Explain what being forgotten means, and ask what shall become of the comments."""
    words = (
        t("Your name, your subscription and everything that links you to what you wrote is deleted, for good."),
        t(
            "That happens in {hours} hours: until then you can go on reading, and change your mind with one tap.",
            hours=t.number(SECOND_THOUGHTS.total_seconds() // 3600),
        ),
        t(
            "For {days} after that, the list of sent messages holds a mark in place of your number; a ban stays.",
            days=_days(days_of(MARK_RETENTION), t),
        ),
    )
    rows = [
        [button(t("Forget me, keep the comments"), ForgetMe(step=ForgetStep.KEEP))],
        [button(t("Forget me and the comments"), ForgetMe(step=ForgetStep.DELETE))],
    ]
    asked = rich(t("Comments that stay bear no name."))
    return Card(join(BLANK_LINE, (rich(t("Being forgotten"), Mark.BOLD), rich(" ".join(words)), asked)), rows)


def forgetting_card(wish: Forgetting, t: Texts) -> Card:
    """Tell when the person is forgotten and what becomes of the comments, with a button to take it back."""
    if wish.begun_at is not None:
        return Card(rich(t("You are being forgotten just now. To begin anew: /start")))
    when = t("You will be forgotten on {time}.", time=t.in_full(wish.due_at))
    if wish.comments is CommentsAfter.KEEP:
        words = t("Your comments stay, without your name.")
    else:
        words = t("Your comments are deleted as well.")
    change = t("Until then you can go on as before, or change your mind: /forgetme")
    return Card(
        join(NEW_LINE, map(rich, (when, words, change))),
        [[button(t("Do not forget me"), ForgetMe(step=ForgetStep.CANCEL))]],
    )


def not_forgotten_card(t: Texts) -> Card:
    """Confirm that the wish was taken back."""
    return Card(rich(t("Good that you stay: nothing has been deleted. The latest news: /latest")))


def forgotten_card(t: Texts) -> Card:
    """Take leave of a person: the last message before the chat is forgotten."""
    return Card(
        rich(
            t("As you asked a day ago, the newspaper forgets you now. This is its last message; to begin anew: /start")
        )
    )


def _days(count: int, t: Texts) -> str:
    return t.many("{count} day", "{count} days", count)

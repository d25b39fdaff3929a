"""Cases of the buttons of one's own comments, of answers to them, and of ignored readers."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.answering import MuteAnswers, ShowOwnComments
from handlers.callbacks.ignoring import IgnoreAuthor, ShowAgain, ShowIgnored
from tests.handlers.cases import NOT_REGISTERED, Case, changing
from tests.handlers.who import REGISTERED

# The comment 2 is a neighbour's.
ANSWERS_BUTTONS: list[tuple[CallbackData, Case]] = [
    *[
        (MuteAnswers(comment=comment, on=True), Case(REGISTERED, changing("answer_mutes"), NOT_REGISTERED))
        for comment in (0, 2)
    ],
    *[(MuteAnswers(comment=comment, on=False), Case(REGISTERED, refusal=NOT_REGISTERED)) for comment in (0, 2)],
    (ShowOwnComments(), Case(REGISTERED, refusal=NOT_REGISTERED)),
    (IgnoreAuthor(comment=2), Case(REGISTERED, changing("ignores"), NOT_REGISTERED)),
    (ShowAgain(entry=1), Case(REGISTERED, refusal=NOT_REGISTERED)),
    (ShowIgnored(), Case(REGISTERED, refusal=NOT_REGISTERED)),
]

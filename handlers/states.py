"""States of a dialogue that more than one activity looks at; the others stand in the modules of their activities."""

from aiogram.fsm.state import State, StatesGroup


class Posting(StatesGroup):
    """Waiting for an article. The data holds `acts`: the first messages of the acts whose files have come before."""

    waiting = State()


class Expired(StatesGroup):
    """The state of a person who did not answer a question in time."""

    question = State()

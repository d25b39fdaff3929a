"""States of a dialogue that more than one activity looks at; the others stand in the modules of their activities."""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class Posting(StatesGroup):
    """Waiting for an article. The data holds `acts`: the first messages of the acts whose files have come before."""

    waiting = State()


class Expired(StatesGroup):
    """The state of a person who did not answer a question in time."""

    question = State()


class Correcting(StatesGroup):
    """A correction in progress.

    The data holds the article's `number` and the `version` that the editor has seen, then the new `title`, `lead`,
    `body` or `attachments` (JSON), the `status` of the article when both were shown, and the `reason` of a change that
    another editor's has stopped.
    """

    title = State()
    lead = State()
    text = State()
    deciding = State()
    reason = State()
    retracting = State()


class Picturing(StatesGroup):
    """Waiting for files, or for a caption; the data holds the article's `number`, the `place` and the `version`."""

    files = State()
    caption = State()


class Scheduling(StatesGroup):
    """Waiting for a time in words. The data holds the article's `number` and the `version` that was seen."""

    when = State()


class Reviewing(StatesGroup):
    """Waiting for the reason why an article goes back. The data holds the article's `number`."""

    reason = State()


class Appointing(StatesGroup):
    """Waiting for who is meant by `/role`; the data holds the `role` ("" for any) and the words `until` when."""

    person = State()


class Choosing(StatesGroup):
    """Waiting for a value of the settings. The data holds `first`, as the buttons of the settings do."""

    hours = State()
    quiet = State()
    zone = State()


class Sourcing(StatesGroup):
    """Waiting for the address of a source, or for an OPML file; or for a name or a rule of the `source` in the data."""

    address = State()
    file = State()
    name = State()
    pairs = State()
    words = State()
    sign_off = State()


async def end_question(state: FSMContext, *questions: State) -> None:
    """Wait no longer for an answer to one of these questions; any other dialogue goes on."""
    if await state.get_state() in {question.state for question in questions}:
        await state.clear()

"""Cases of every button, gathered from the rooms."""

from aiogram.filters.callback_data import CallbackData

from tests.handlers.button_cases.answers import ANSWERS_BUTTONS
from tests.handlers.button_cases.articles import ARTICLES_BUTTONS
from tests.handlers.button_cases.choices import CHOICES_BUTTONS
from tests.handlers.button_cases.choosers import CHOOSERS_BUTTONS
from tests.handlers.button_cases.managers import MANAGERS_BUTTONS
from tests.handlers.button_cases.moderators import MODERATORS_BUTTONS
from tests.handlers.button_cases.readers import READERS_BUTTONS
from tests.handlers.button_cases.sources import SOURCES_BUTTONS
from tests.handlers.cases import Case

BUTTONS: list[tuple[CallbackData, Case]] = [
    *READERS_BUTTONS,
    *ARTICLES_BUTTONS,
    *MANAGERS_BUTTONS,
    *MODERATORS_BUTTONS,
    *ANSWERS_BUTTONS,
    *CHOICES_BUTTONS,
    *CHOOSERS_BUTTONS,
    *SOURCES_BUTTONS,
]
# Every step of a walk reads what the steps before it have stored, so that a walk over all buttons goes in four parts.
PARTS = {f"part {number + 1}": BUTTONS[number::4] for number in range(4)}

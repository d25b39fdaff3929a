"""Steps of a registration where the newspaper wants more than a name."""

from emulator import Person
from tests.journeys.steps import Json, answer_to, press
from tests.newspaper import Newspaper


async def agree(newspaper: Newspaper, person: Person, label: str = "Согласен") -> Json:
    """Open the rules and agree; return the message with the rules as it is then."""
    rules = await answer_to(newspaper, await person.says("/register"))
    return await press(person, rules, label)


async def right_place(newspaper: Newspaper, person: Person) -> int:
    """Return the place of the right answer to the person's check, from 0 on."""
    async with newspaper.news.storage.reading() as unit:
        state = await unit.human_checks.get(person.id)
    assert state is not None
    place: int = state.answer
    return place


def answers(screen: Json) -> list[str]:
    """Return the data of the four answers under a check."""
    rows = screen["reply_markup"]["inline_keyboard"][:2]
    return [button["callback_data"] for row in rows for button in row]


async def answer_check(newspaper: Newspaper, person: Person, screen: Json, *, rightly: bool = True) -> str:
    """Press the right answer under a check, or a wrong one; return the alert, "" for none."""
    place = await right_place(newspaper, person)
    data = answers(screen)[place if rightly else (place + 1) % 4]
    pressed = await person.presses(message=screen["message_id"], data=data)
    assert pressed is not None
    return pressed.text or ""

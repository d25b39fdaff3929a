"""The demo's night without the demo: what was published by day is pushed before the night begins."""

import json

import pytest

from bot.demo_night import Nights
from tests.journeys.choices import QUIET, Readership, pushes, seen
from tests.journeys.steps import styled

pytestmark = pytest.mark.slow


async def test_an_article_of_the_day_is_in_no_digest_of_the_night(readership: Readership) -> None:
    newspaper = readership.newspaper
    assert newspaper.app is not None
    anna = await readership.reader("Анна", timetable=QUIET)

    async def publish(line: bytes) -> None:
        await readership.take_in([(json.loads(line), None)])

    nights = [[json.dumps(title).encode() for title in ("Фонари зажглись", "Совята вывелись")]]
    Nights(newspaper.app, newspaper.emulator, readership.clock, nights, publish).offer()
    await readership.take_in([("Мост открыт", None)])  # and before the timer pushes it:
    for word in ("Night", "Morning"):
        button = newspaper.emulator.panels.button()
        assert button is not None
        assert button.press is not None
        assert button.words["en"] == word
        await button.press()
    await readership.settled()

    assert seen(anna, "Мост открыт", "Фонари зажглись", "Совята вывелись") == [
        "Мост открыт",
        "Фонари зажглись",
        "Совята вывелись",
    ]
    assert len(pushes(anna)) == 2
    assert styled(pushes(anna)[1], "bold") == ["За ночь: 2 новости"]
    button = newspaper.emulator.panels.button()
    assert button is not None
    assert button.press is None, "no article is left for another night"

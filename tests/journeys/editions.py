"""Editions that the newspaper opens for one place, in a form."""

from dataclasses import replace
from datetime import datetime, timedelta

from emulator import Person
from news.choice.forms import Form, positions
from news.ledger import Address, Audience, EditionKind, EditionRules
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import LONG_AGO
from tests.newspaper import Newspaper

RULES = EditionRules(Audience.PLACES, lifetime=timedelta(days=1))


async def store_news(newspaper: Newspaper, *topics: str | None, at: datetime = LONG_AGO) -> list[int]:
    """Store an article for each of the topics, a minute apart; return their numbers, newest first."""
    async with newspaper.news.storage.writing() as unit:
        added = []
        for index, topic in enumerate(topics):
            moment = at + timedelta(minutes=index)
            title, text = f"Новость {index + 1}", from_plain(f"Текст новости {index + 1}.")
            added.append(
                await unit.articles.add(
                    NewArticle(f"news:{at}:{index}", title, text, moment, topic=topic, published_at=moment)
                )
            )
    return [number for number, _ in reversed(added)]


async def send_edition(
    newspaper: Newspaper, person: Person, shown: list[int], numbers: list[int], form: Form, *, digest: bool = False
) -> int:
    """Open an edition of the `shown` articles, of which the person gets some `numbers`, and return its id."""
    variant = replace(form, mask=positions(shown, numbers)).dump()
    assert newspaper.app is not None
    async with newspaper.news.storage.writing() as unit:
        place = await unit.places.obtain(Address(person.id), person.user.language_code or "")
        opened: int = await unit.editions._open(
            EditionKind.DIGEST if digest else EditionKind.HEADLINES,
            RULES,
            newspaper.app.clock.now(),
            shown=shown,
            total=len(shown),
            places=[place],
            variants={place: variant},
        )
    return opened

"""Previews are what people get, to the letter: drafts of any kind, published and pushed on a real database."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.callbacks.opening import OpenArticle
from handlers.cards import previews
from handlers.cards.articles import article_card
from handlers.cards.card import Card
from handlers.cards.editions import message_card
from news.attachments import load
from news.ledger import Address, Delivery, Message, MessageKind
from news.limits import CAPTION_LIMIT
from news.model import Attachment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.roles import Role
from news.visible import has_visible
from storage import open_storage
from tests.clocks import START, RunningClock
from tests.handlers.cards.samples import CATALOGS, article_of, blocks, headlines

RU = CATALOGS.texts("ru", START)
EDITOR = Reader(800, Role.EDITOR, "ru", "Вера", START)
FILES = [kind for kind in MessageKind if kind is not MessageKind.TEXT]
files = st.builds(
    lambda kind, number, has_id: Attachment(kind, f"tg:{kind}{number}", f"id-{kind}{number}" if has_id else None),
    st.sampled_from(FILES),
    st.integers(0, 5),
    st.booleans(),
)
addresses = st.just(Attachment(MessageKind.PHOTO, "https://example.org/1.jpg"))


@dataclass
class Desk:
    """A newsroom on a real database; its courier keeps what it is to send."""

    news: Newsroom
    run: Callable[..., object]
    clock: RunningClock
    carried: list[EditionContent] = field(default_factory=list)
    count: int = 0

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        return 1

    def carry(self, content: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        self.carried.append(content)
        asyncio.get_running_loop().call_soon(done, Outcome(200, (Message(1),)))


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One newsroom for all examples."""
    path = tmp_path_factory.mktemp("previews") / "vestnik.db"
    shutil.copy(sqlite_template, path)
    clock, opened = RunningClock(START), AsyncExitStack()
    with asyncio.Runner() as runner:
        database = runner.run(opened.enter_async_context(open_storage(f"sqlite:///{path}")))
        made = Desk(None, runner.run, clock)  # type: ignore[arg-type]
        limiter = RateLimiter(50_000)
        made.news = make_newsroom(database, made, limiter, clock, zone=ZoneInfo("Europe/Moscow"))
        yield made
        runner.run(opened.aclose())


def shown(card: Card) -> tuple[object, ...]:
    """What a person sees of a message, without its buttons."""
    return card.text, card.media, card.preview


async def check(desk: Desk, title: str, body: tuple[object, ...], attachments: list[Attachment], lead: str) -> None:
    """Draft an article, preview it, publish and push it, and compare what arrives."""
    news, desk.count = desk.news, desk.count + 1
    # Another subscriber each time: one chat gets a message a second.
    await news.subscriptions.start(Address(desk.count), "ru")
    draft = await news.editing.draft(
        EDITOR,
        title,
        body,
        key=f"k{desk.count}",
        attachments=attachments,  # type: ignore[arg-type]
    )
    if lead:
        draft = await news.editing.revise(EDITOR, draft.number, lead=lead)
    draft = await news.pictures.open(EDITOR, draft.number)
    pushed, read = previews.push_preview_card(draft, RU), previews.reading_preview_card(draft, RU)
    await news.editing.publish(EDITOR, draft.number)
    await news.delivery.tick()
    while await news.delivery.carry_block():
        pass
    await news.subscriptions.end(Address(desk.count))
    assert shown(message_card(desk.carried[-1], RU)) == shown(pushed)
    opening = OpenArticle(number=draft.number)
    article = await news.articles.read(draft.number)
    assert shown(article_card(article, RU, opening, with_picture=True)) == shown(read)
    if pushed.media:
        assert pushed.text.units <= CAPTION_LIMIT


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    headlines.filter(has_visible),  # the desk refuses the others
    st.lists(blocks, max_size=4).map(tuple),
    st.lists(files | addresses, max_size=10),
    st.just("") | st.text("аб в.", min_size=1, max_size=1000),
)
def test_what_is_previewed_is_what_arrives(
    desk: Desk, title: str, body: tuple[object, ...], attachments: list[Attachment], lead: str
) -> None:
    desk.run(check(desk, title, body, attachments, lead))


PICTURE = Attachment(MessageKind.PHOTO, "tg:one", "id-1")
LONG = from_plain("Слово. " * 400)


def told(**fields: object) -> str:
    return previews.overview_card(replace(article_of(), updated_at=None, **fields), (), RU).text.text  # type: ignore[arg-type]


def test_what_does_not_fit_is_told_in_numbers() -> None:
    words = told(title="Мост", attachments=(PICTURE,), body=LONG, lead="Л" * 1000)
    assert "Подписчикам: картинка с подписью, " in words
    assert "Лид" not in words, "a thousand characters fit under a short headline"
    words = told(title="М" * 250, attachments=(PICTURE,), body=LONG, lead="Л" * 1000)
    assert "В лиде 1\u00a0000 знаков, под картинкой помещается 772: он сокращён." in words
    assert "Читателям: текст, 2 страницы." in words
    assert "Читателям: подпись заняла бы " in told(title="Мост", attachments=(PICTURE,), body=LONG)
    assert "Подписчикам: текст, " in told(title="Мост", attachments=load(None), body=LONG)
    assert "Читателям: текст, 4 страницы." in told(title="Мост", attachments=(), body=from_plain("Слово. " * 1800))

"""Buttons that earlier versions made, in the very text that stands in people's chats: each still does what it did."""

from datetime import timedelta

import pytest

from emulator import Person
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import NO_ORIGIN, Origin
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.callbacks.searching import Order, ShowFound
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import LONG_AGO, Answer, Json, current, keyboard
from tests.newspaper import Newspaper

LATEST = ShowList(listing=Listing.LATEST, at=30)
EDITION = ShowList(listing=Listing.EDITION, at=7)
FOUND = ShowFound(order=Order.BEST, at=2, month=24290, topic=5)
STALE = "Эта кнопка устарела. Последние новости: /latest"


@pytest.mark.parametrize(
    ("data", "button"),
    [
        ("a:12:0:-:0", OpenArticle(number=12)),
        ("a:12:0:e:7", OpenArticle(number=12, origin=Origin(EDITION))),
        ("a:12:3:l:30", OpenArticle(number=12, page=3, origin=Origin(LATEST))),
        ("a:12:0:r:4", OpenArticle(number=12, origin=Origin(through=4))),
        ("A:12:4:1:l:30", OpenArticle(number=12, page=1, origin=Origin(LATEST, through=4))),
        ("A:12:4:0:-:0", OpenArticle(number=12, origin=Origin(through=4))),
        ("O:12:1:b:2:24290:5:0", OpenArticle(number=12, page=1, origin=Origin(FOUND))),
        ("O:12:0:b:2:24290:5:4", OpenArticle(number=12, origin=Origin(FOUND, through=4))),
        ("R:12:-:0", ShowRelated(number=12, origin=NO_ORIGIN)),
        ("R:12:e:7", ShowRelated(number=12, origin=Origin(EDITION))),
        ("R:12:r:4", ShowRelated(number=12, origin=Origin(through=4))),
        ("N:12:b:2:24290:5", ShowRelated(number=12, origin=Origin(FOUND))),
        ("F:b:f:2:24290:5", FOUND),
        ("p:l:f:30", LATEST),
        ("p:e:f:7", EDITION),
    ],
)
def test_an_old_button_is_read_as_the_button_that_replaced_it(
    data: str, button: OpenArticle | ShowRelated | ShowFound | ShowList
) -> None:
    assert type(button).unpack(data) == button


def test_a_button_of_an_earlier_program_names_no_version_and_no_stamp() -> None:
    assert DraftAction.unpack("d:5:p:0") == DraftAction(number=5, act=DraftAct.PUBLISH)
    assert RelateAction.unpack("k:5:d:7") == RelateAction(number=5, act=RelateAct.DROP, other=7)


@pytest.mark.parametrize(
    "data",
    [
        "a:12:0:z:0", "a:12:0:l:x", "a:12:0:r:-1", "A:12:-4:0:l:30", "A:12:4:0:l", "O:12:0:z:0:0:0:0",
        "O:12:0:b:2:24290:5", "R:12:z:0", "N:12:b:2:24290", "N:12:b:2:-1:5",
    ],
)  # fmt: skip
def test_a_forged_old_button_is_refused(data: str) -> None:
    for kind in (OpenArticle, ShowRelated):
        with pytest.raises(ValueError, match=r"."):
            kind.unpack(data)


@pytest.fixture
async def anna(newspaper: Newspaper) -> Person:
    """A reader of three articles, which a search finds."""
    moments = [LONG_AGO + timedelta(minutes=number) for number in range(3)]
    titles = [f"Новость {number}" for number in (1, 2, 3)]
    articles = [
        NewArticle(title, title, from_plain("Текст."), LONG_AGO, published_at=at)
        for title, at in zip(titles, moments, strict=True)
    ]
    await newspaper.news.editing.take_in(articles)
    return newspaper.emulator.person("Анна")


async def pressed(anna: Person, screen: Json, data: str) -> Json:
    """The screen after a press of a button with these data, which Telegram sees answered without words."""
    answered = await anna.presses(message=screen["message_id"], data=data)
    assert answered is not None, "the client would show progress for ever"
    assert not answered.text
    return current(anna, screen)


def buttons(screen: Json) -> list[str | None]:
    """The data of the buttons under a message."""
    return [one.get("callback_data") for row in keyboard(screen) for one in row]


@pytest.mark.parametrize(
    ("data", "first_line", "back"),
    [
        ("a:2:0:-:0", "Новость 2", "p:l:f:0"),
        ("a:2:0:e:7", "Новость 2", "p:e:f:7"),
        ("a:2:5:l:3", "Новость 2", "p:l:f:3"),
        ("a:2:0:r:1", "Новость 2", "R:1:"),
        ("A:2:1:0:a:3", "Новость 2", "R:1:pa.f.3"),
        ("R:2:l:3", "Похожих публикаций нет", "a:2::pl.f.3"),
        ("p:a:f:2", "Все новости", "Q"),
    ],
)
async def test_an_old_button_under_a_list_or_a_push_works(
    newspaper: Newspaper, answer: Answer, anna: Person, data: str, first_line: str, back: str
) -> None:
    screen = await pressed(anna, await answer(await anna.says("/latest")), data)

    assert screen["text"].split("\n")[0] == first_line
    assert back in buttons(screen)


@pytest.mark.parametrize(
    ("data", "back"),
    [
        ("O:2:0:b:0:0:0:0", "F:b:f:0:0:0"),
        ("O:2:0:n:0:0:0:1", "R:1:Fn.f.0.0.0"),
        ("N:2:n:0:0:0", "a:2::Fn.f.0.0.0"),
        ("F:b:f:0:0:0", "F:n:f:0:0:0"),
    ],
)
async def test_an_old_button_under_search_results_works_and_keeps_the_words(
    newspaper: Newspaper, answer: Answer, anna: Person, data: str, back: str
) -> None:
    screen = await pressed(anna, await answer(await anna.says("/search новость")), data)

    assert "Поиск: новость" in screen["text"]
    assert back in buttons(screen)


@pytest.mark.parametrize(
    "data", ["O:2:0:b:0:0:0:0", "N:2:n:0:0:0", "F:b:f:0:0:0", "a:2:0:Fb.f.0.0.0", "R:2:Fb.f.0.0.0"]
)
async def test_a_button_of_a_search_without_the_words_says_that_it_is_out_of_date(
    newspaper: Newspaper, answer: Answer, anna: Person, data: str
) -> None:
    latest = await answer(await anna.says("/latest"))

    answered = await anna.presses(message=latest["message_id"], data=data)

    assert answered is not None
    assert (answered.text, answered.show_alert) == (STALE, True)
    assert current(anna, latest) == latest

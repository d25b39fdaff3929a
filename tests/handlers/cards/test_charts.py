"""The pictures of the figures: drawn with any numbers and any headline, from zero, without overlapping labels."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from handlers.cards import charts
from news.ports.statistics import ReadCount
from news.statistics import HourFigures, SubscriberDay
from tests.handlers.cards.samples import CATALOGS, NOW, T
from texts import LANGUAGES

PNG = b"\x89PNG\r\n\x1a\n"
ODD_TITLES = ("$x$ и $", "🎉", "\u202eсправа", "Ш" * 250, r"\frac", "新しい橋", "")


def days(count: int, *, scale: int = 1, losses: bool = True) -> list[SubscriberDay]:
    """Days up to a last one; the subscribers grow."""
    last = date(2026, 11, 29)
    return [
        SubscriberDay(
            last - timedelta(days=count - 1 - index), index % 7 * scale, losses * scale, losses * scale, index
        )
        for index in range(count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_drawn_without_a_warning(language: str, dark: bool) -> None:
    t = CATALOGS.texts(language, NOW)
    articles = [ReadCount(index, title, 10 - index, 10) for index, title in enumerate(ODD_TITLES)]
    pictures = [
        *(charts.draw_subscribers(days(count), t, dark) for count in (1, 7, 30, 365)),
        charts.draw_subscribers([SubscriberDay(date(2026, 1, 1), 0, 0, 0, 0)], t, dark),
        charts.draw_subscribers(days(30, scale=-1), t, dark),
        charts.draw_publications(articles, t, dark),
        charts.draw_hours([HourFigures(hour, hour, hour**4, 1, hour) for hour in range(24)], t, dark),
    ]
    assert all(picture.startswith(PNG) for picture in pictures)
    assert len({*pictures}) == len(pictures)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The matplotlib figures that are drawn, each after its drawing."""
    found: list[Any] = []
    draw = charts._Canvas.png

    def png(canvas: Any) -> bytes:
        found.append(canvas._figure)
        return draw(canvas)

    monkeypatch.setattr(charts._Canvas, "png", png)
    return found


def boxes(axes: Any, labels: list[Any]) -> list[Any]:
    renderer = FigureCanvasAgg(axes.figure).get_renderer()
    return [label.get_window_extent(renderer) for label in labels if label.get_text()]


@pytest.mark.slow
@pytest.mark.parametrize("count", [7, 30, 365])
def test_days_are_named_from_left_to_right_without_touching_each_other(count: int, drawn: list[Any]) -> None:
    charts.draw_subscribers(days(count, scale=10**5), T, False)

    for axes in drawn[0].axes:
        places = sorted(boxes(axes, axes.get_xticklabels()), key=lambda box: box.x0)
        assert len(places) >= 3
        assert all(left.x1 + 5 < right.x0 for left, right in pairwise(places))
        assert places[-1].x1 <= drawn[0].bbox.x1
        assert not any(a.overlaps(b) for a in places for b in boxes(axes, axes.get_yticklabels()))
    assert drawn[0].axes[0].get_xticklabels()[0].get_text() == "29 нояб."


@pytest.mark.slow
def test_every_axis_begins_at_zero_unless_there_are_losses_below_it(drawn: list[Any]) -> None:
    charts.draw_subscribers(days(30, losses=False), T, False)
    charts.draw_subscribers(days(30), T, False)
    charts.draw_hours([HourFigures(hour, 5, 900, 1, 3) for hour in range(24)], T, False)
    charts.draw_publications([ReadCount(1, "Мост", 900, 900)], T, False)

    lowest = [[axes.get_ylim()[0] for axes in figure.axes] for figure in drawn[:3]]
    assert lowest[0] == [0, 0]
    assert lowest[1][0] == 0 > lowest[1][1]
    assert lowest[2] == [0, 0, 0]
    assert drawn[3].axes[0].get_xlim()[0] == 0


@pytest.mark.slow
def test_pictures_may_be_asked_for_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: charts.draw_subscribers(days(30), T, True), range(4)))

    assert len(set(pictures)) == 1


@pytest.mark.process
def test_matplotlib_is_imported_with_the_first_picture_and_pyplot_never() -> None:
    program = (
        "import sys, bot.app, handlers.root, handlers.cards.charts as charts; handlers.root.command_modules();"
        "assert charts.is_available(); assert 'matplotlib' not in sys.modules;"
        "from datetime import date; from news.statistics import SubscriberDay;"
        "from tests.handlers.cards.samples import T;"
        "charts.draw_subscribers([SubscriberDay(date(2026, 3, 1), 1, 1, 1, 1)], T, True);"
        "assert 'matplotlib.figure' in sys.modules;"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - this interpreter

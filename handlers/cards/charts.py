"""The pictures of the figures, drawn by matplotlib, which is imported when the first one is drawn.

Every function takes up to a second and holds no event loop: call it in a thread. The figures are made without pyplot,
whose state is global. matplotlib shares its fonts between figures, so one picture is drawn at a time.
"""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from news.ports.statistics import ReadCount
from news.statistics import HourFigures, SubscriberDay
from texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# 1200 by 900 pixels: legible on a phone, a tenth of a megabyte.
INCHES = (8.0, 6.0)
DOTS_PER_INCH = 150
INCHES_OF_BAR = 0.5
MIN_BARS = 3
TITLE_LENGTH = 46
# More days are drawn by week.
MAX_DAILY_BARS = 62
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture."""

    paper: str
    ink: str
    grey: str
    grid: str
    blue: str
    red: str
    sand: str


LIGHT = Theme("#ffffff", "#222222", "#6b6b6b", "#e4e4e4", "#2f6690", "#b23a48", "#d8a657")
DARK = Theme("#17212b", "#e8e8e8", "#9aa5b1", "#2b3743", "#6fb1e0", "#e0707c", "#e0b868")


def is_available() -> bool:
    """Whether matplotlib is installed (the extra `charts`)."""
    return find_spec("matplotlib") is not None


def draw_subscribers(days: Sequence[SubscriberDay], t: Texts, dark: bool) -> bytes:
    """Draw the subscribers at the end of each day, and below who came and who went: by week if there are many days."""
    with _drawing:
        canvas = _Canvas(t, DARK if dark else LIGHT)
        above, below = canvas.axes(t("Subscribers at the day’s end"), "")
        places, totals = range(len(days)), [each.total for each in days]
        above.plot(places, totals, color=canvas.theme.blue, linewidth=1.8)
        above.fill_between(places, totals, color=canvas.theme.blue, alpha=0.12, linewidth=0)
        canvas.number(above, max(totals))
        _draw_changes(canvas, below, days, t)
        for axes in (above, below):
            canvas.name_days(axes, days)
        return canvas.png()


def _draw_changes(canvas: "_Canvas", axes: "Axes", days: Sequence[SubscriberDay], t: Texts) -> None:
    """Draw a bar up for who came, and one down for who went. The days before the first whole week have none."""
    theme, width = canvas.theme, 1
    if len(days) > MAX_DAILY_BARS:
        width = 7
        axes.set_title(t("by week"), loc="right", fontsize=10, color=theme.grey)
    starts = range(len(days) % width, len(days), width)
    spans = [days[start : start + width] for start in starts]
    begun = [sum(each.begun for each in span) for span in spans]
    ended = [-sum(each.ended for each in span) for span in spans]
    lost = [-sum(each.lost for each in span) for span in spans]
    middles = [start + (width - 1) / 2 for start in starts]
    axes.bar(middles, begun, 0.8 * width, color=theme.blue, label=t("come"))
    axes.bar(middles, ended, 0.8 * width, color=theme.sand, label=t("gone"))
    axes.bar(middles, lost, 0.8 * width, ended, color=theme.red, label=t("blocked the bot"))
    axes.axhline(0, color=theme.grey, linewidth=0.8)
    canvas.legend(axes)
    canvas.number(axes, max(begun), min(map(sum, zip(ended, lost, strict=True))))


def draw_publications(articles: Sequence[ReadCount], t: Texts, dark: bool) -> bytes:
    """Draw the reads of the most read articles as bars, the most read on top."""
    with _drawing:
        canvas = _Canvas(t, DARK if dark else LIGHT, 1 + INCHES_OF_BAR * max(len(articles), MIN_BARS))
        (axes,) = canvas.axes(t("Reads"))
        reads = [each.reads for each in articles]
        axes.barh(range(len(articles)), reads, color=canvas.theme.blue, height=0.6)
        axes.set_yticks(range(len(articles)), [canvas.cleaned(f"{each.number}. {each.title}") for each in articles])
        for label in axes.get_yticklabels():
            label.set_parse_math(False)
        axes.set_ylim(max(len(articles), MIN_BARS) - 0.4, -0.6)
        axes.set_xlim(0, max(reads) * 1.12)
        axes.xaxis.set_visible(False)
        for place, count in enumerate(reads):
            axes.annotate(
                t.number(count), (count, place), (4, 0), textcoords="offset points", va="center", color=canvas.theme.ink
            )
        return canvas.png()


def draw_hours(hours: Sequence[HourFigures], t: Texts, dark: bool) -> bytes:
    """Draw pushes, reads and early reads by the hour of the day."""
    with _drawing:
        canvas = _Canvas(t, DARK if dark else LIGHT)
        titles = (t("Pushes"), t("Reads"), t("Mean reads of a publication within its first hour"))
        values: list[list[float]] = [
            [each.pushes for each in hours],
            [each.reads for each in hours],
            [each.early_mean for each in hours],
        ]
        colours = (canvas.theme.sand, canvas.theme.blue, canvas.theme.blue)
        for axes, heights, colour in zip(canvas.axes(*titles), values, colours, strict=True):
            axes.bar([each.hour for each in hours], heights, color=colour, width=0.7)
            axes.set_xticks(range(0, 24, 3), [f"{hour}:00" for hour in range(0, 24, 3)])
            axes.set_xlim(-0.7, 23.7)
            canvas.number(axes, max(heights))
        return canvas.png()


class _Canvas:
    """An empty picture in the newspaper's typography."""

    def __init__(self, t: Texts, theme: Theme, height_inches: float = INCHES[1]) -> None:
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        self.theme = theme
        self._t = t
        layout = ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2, wspace=0, hspace=0)
        size = (INCHES[0], height_inches)
        self._figure: Figure = Figure(size, DOTS_PER_INCH, facecolor=theme.paper, layout=layout)

    def axes(self, *titles: str) -> "Sequence[Axes]":
        """Return a plot for each title, one below the other."""
        found = self._figure.subplots(len(titles), 1, squeeze=False)[:, 0]
        for axes, title in zip(found, titles, strict=True):
            axes.set_facecolor(self.theme.paper)
            axes.set_title(title, loc="left", fontsize=12, color=self.theme.ink, pad=8)
            axes.tick_params(colors=self.theme.grey, labelcolor=self.theme.ink, length=0, labelsize=10, pad=6)
            for side in ("top", "right", "left"):
                axes.spines[side].set_visible(False)
            axes.spines["bottom"].set_color(self.theme.grid)
        return list(found)

    def number(self, axes: "Axes", highest: float, lowest: float = 0) -> None:
        """Number the upright axis from zero on by whole numbers, grouped by thousands, up to what is shown."""
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        axes.set_ylim(lowest * 1.1, max(highest * 1.1, 1))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: self._t.number(abs(round(value)))))
        axes.grid(axis="y", color=self.theme.grid, linewidth=0.8)
        axes.set_axisbelow(True)

    def name_days(self, axes: "Axes", days: Sequence[SubscriberDay]) -> None:
        """Name about six days on the lower axis, the last one among them."""
        step = max(1, len(days) // 6)
        places = range(len(days) - 1, step // 3, -step)
        axes.set_xticks(places, [self._t.short_day(days[place].day) for place in places])
        axes.set_xlim(-0.7, len(days) - 0.3)

    def legend(self, axes: "Axes") -> None:
        """Explain the colours, in place of a title."""
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1), ncols=3, frameon=False, fontsize=10,
            labelcolor=self.theme.ink, handlelength=1, columnspacing=1.2,
        )  # fmt: skip

    def cleaned(self, text: str) -> str:
        """Return a text for a label: cut, and without the characters that the font does not have."""
        from matplotlib import font_manager

        font: Any = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
        known = "".join(character for character in text if font.get_char_index(ord(character))).strip()
        return known if len(known) <= TITLE_LENGTH else f"{known[: TITLE_LENGTH - 1].rstrip()}…"

    def png(self) -> bytes:
        """Return the picture."""
        stream = io.BytesIO()
        self._figure.savefig(stream, format="png")
        return stream.getvalue()

"""The picture of a human check: four things in four fields, numbered, drawn from simple shapes by Pillow.

Places, sizes, angles and colours are random, so that no two pictures are equal. Drawing takes some milliseconds of the
processor: call it in a thread.
"""

import io
from collections.abc import Callable, Sequence
from math import cos, pi, radians, sin
from random import Random

from PIL import Image, ImageDraw

from news.human_checks import Thing

# Pixels of a field, and between fields. It is drawn twice as large, then made smaller: edges become smooth.
FIELD = 240
GAP = 8
SMOOTHING = 2
JPEG_QUALITY = 82
SPECKS = 14
NUMBER_STROKE = 0.05

Point = tuple[float, float]
Colour = tuple[int, int, int]

FRAME: Colour = (140, 144, 150)
INK: Colour = (38, 38, 44)
WHITE: Colour = (252, 252, 248)
PAPERS: tuple[Colour, ...] = (
    (214, 230, 240), (232, 226, 208), (218, 234, 214), (240, 220, 216), (226, 220, 238), (236, 236, 204),
)  # fmt: skip
PAINTS: tuple[Colour, ...] = (
    (170, 50, 50), (30, 95, 150), (45, 115, 60), (190, 110, 20), (110, 60, 140), (0, 120, 125), (150, 75, 40),
)  # fmt: skip
# The numbers as lines in a square of one by one.
NUMBERS: tuple[tuple[Point, ...], ...] = (
    ((0.25, 0.3), (0.5, 0.08), (0.5, 0.92)),
    ((0.2, 0.25), (0.35, 0.1), (0.62, 0.1), (0.75, 0.3), (0.2, 0.9), (0.8, 0.9)),
    ((0.22, 0.1), (0.75, 0.1), (0.45, 0.42), (0.72, 0.55), (0.72, 0.78), (0.5, 0.92), (0.22, 0.85)),
    ((0.62, 0.92), (0.62, 0.08), (0.18, 0.65), (0.82, 0.65)),
)


def draw_check(things: Sequence[Thing], random: Random) -> bytes:
    """Draw four things, in two rows, and return the picture as JPEG."""
    size = SMOOTHING * (2 * FIELD + 3 * GAP)
    image = Image.new("RGB", (size, size), FRAME)
    for place, thing in enumerate(things):
        left, top = (SMOOTHING * (GAP + (FIELD + GAP) * way) for way in (place % 2, place // 2))
        image.paste(_field(thing, place, random), (left, top))
    stream = io.BytesIO()
    image.reduce(SMOOTHING).save(stream, format="JPEG", quality=JPEG_QUALITY)
    return stream.getvalue()


def _field(thing: Thing, place: int, random: Random) -> Image.Image:
    """Draw a thing on a background of its own, with its number in the corner."""
    side = SMOOTHING * FIELD
    image = Image.new("RGB", (side, side), random.choice(PAPERS))
    draw = ImageDraw.Draw(image)
    _speckle(draw, side, random)
    main, second = random.sample(PAINTS, 2)
    scale = side * random.uniform(0.29, 0.37)
    middle = (side * random.uniform(0.47, 0.55), side * random.uniform(0.5, 0.58))
    turned, mirrored = random.uniform(-14, 14), random.choice((True, False))
    _DRAWINGS[thing](_Brush(draw, middle, scale, turned, mirrored, main, second))
    _number(draw, place, side)
    return image


def _speckle(draw: ImageDraw.ImageDraw, side: int, random: Random) -> None:
    """Scatter pale lines and dots over a background."""
    for _ in range(SPECKS):
        x, y = random.uniform(0, side), random.uniform(0, side)
        colour = random.choice(PAPERS)
        if random.random() < 0.5:
            away = (x + random.uniform(-side, side) / 2, y + random.uniform(-side, side) / 2)
            draw.line([(x, y), away], colour, round(side * random.uniform(0.01, 0.03)))
        else:
            radius = side * random.uniform(0.02, 0.08)
            draw.ellipse([x - radius, y - radius, x + radius, y + radius], colour)


def _number(draw: ImageDraw.ImageDraw, place: int, side: int) -> None:
    """Write the number of a field on a white disc."""
    draw.ellipse([0.03 * side, 0.03 * side, 0.19 * side, 0.19 * side], WHITE, INK, round(0.008 * side))
    points = [((0.065 + 0.09 * x) * side, (0.065 + 0.09 * y) * side) for x, y in NUMBERS[place]]
    draw.line(points, INK, round(NUMBER_STROKE * side / 2.6), joint="curve")


class _Brush:
    """Draws shapes around a middle, turned by degrees or mirrored: coordinates go from -1 to 1, y downwards."""

    def __init__(
        self,
        draw: ImageDraw.ImageDraw,
        middle: Point,
        scale: float,
        turned: float,
        mirrored: bool,
        main: Colour,
        second: Colour,
    ) -> None:
        self.main = main
        self.second = second
        self._draw = draw
        self._middle = middle
        self._scale = scale
        self._way = -1 if mirrored else 1
        self._cos, self._sin = cos(radians(turned)), sin(radians(turned))

    def shape(self, colour: Colour, *points: Point) -> None:
        """Fill a polygon."""
        self._draw.polygon([self._placed(point) for point in points], colour)

    def box(self, colour: Colour, left: float, top: float, right: float, bottom: float) -> None:
        """Fill a rectangle."""
        self.shape(colour, (left, top), (right, top), (right, bottom), (left, bottom))

    def disc(self, colour: Colour, x: float, y: float, width: float, height: float | None = None) -> None:
        """Fill an ellipse around a point, by its half width and height."""
        self.shape(colour, *arc(x, y, width, width if height is None else height, 0, 360))

    def line(self, colour: Colour, width: float, *points: Point) -> None:
        """Draw a line with round corners through points."""
        placed = [self._placed(point) for point in points]
        self._draw.line(placed, colour, round(width * self._scale), joint="curve")

    def _placed(self, point: Point) -> Point:
        x, y = point[0] * self._scale * self._way, point[1] * self._scale
        return self._middle[0] + x * self._cos - y * self._sin, self._middle[1] + x * self._sin + y * self._cos


def arc(x: float, y: float, width: float, height: float, start: float, end: float) -> list[Point]:
    """Return the points of a part of an ellipse; degrees count clockwise from the right."""
    steps = max(6, round(abs(end - start) / 12))
    angles = [(start + (end - start) * step / steps) * pi / 180 for step in range(steps + 1)]
    return [(x + width * cos(angle), y + height * sin(angle)) for angle in angles]


def _bridge(brush: _Brush) -> None:
    brush.box((120, 165, 205), -1.15, 0.45, 1.15, 0.8)
    for middle in (-0.72, 0.0, 0.72):
        brush.line(
            brush.main, 0.13, (middle - 0.36, 0.5), *arc(middle, 0.35, 0.36, 0.45, 180, 360), (middle + 0.36, 0.5)
        )
    brush.box(brush.main, -1.15, -0.22, 1.15, -0.02)
    brush.line(INK, 0.05, (-1.15, -0.45), (1.15, -0.45))
    for step in range(8):
        x = -1.05 + 0.3 * step
        brush.line(INK, 0.05, (x, -0.45), (x, -0.2))


def _house(brush: _Brush) -> None:
    brush.box(brush.second, 0.35, -0.85, 0.58, -0.2)
    brush.box(brush.main, -0.75, -0.15, 0.75, 0.85)
    brush.shape(brush.second, (-1, -0.1), (0, -0.95), (1, -0.1))
    brush.box(WHITE, -0.55, 0.1, -0.15, 0.45)
    brush.line(INK, 0.05, (-0.35, 0.1), (-0.35, 0.45))
    brush.box(INK, 0.15, 0.2, 0.5, 0.85)


def _tree(brush: _Brush) -> None:
    brush.box((110, 75, 45), -0.13, 0.1, 0.13, 0.95)
    for x, y, size in ((-0.4, -0.1, 0.42), (0.4, -0.1, 0.42), (0, -0.45, 0.52), (0, 0.05, 0.42)):
        brush.disc((50, 125, 60), x, y, size)


def _boat(brush: _Brush) -> None:
    brush.line(INK, 0.07, (0, -0.95), (0, 0.4))
    brush.shape(WHITE, (0.08, -0.9), (0.75, 0.25), (0.08, 0.25))
    brush.shape(brush.second, (-0.08, -0.65), (-0.08, 0.25), (-0.6, 0.25))
    brush.shape(brush.main, (-0.95, 0.4), (0.95, 0.4), (0.6, 0.85), (-0.6, 0.85))


def _car(brush: _Brush) -> None:
    brush.shape(brush.main, (-0.55, -0.05), (-0.35, -0.5), (0.35, -0.5), (0.65, -0.05))
    brush.shape(WHITE, (-0.4, -0.07), (-0.26, -0.39), (-0.05, -0.39), (-0.05, -0.07))
    brush.shape(WHITE, (0.06, -0.07), (0.06, -0.39), (0.29, -0.39), (0.48, -0.07))
    brush.box(brush.main, -1, -0.07, 1, 0.4)
    for x in (-0.55, 0.55):
        brush.disc(INK, x, 0.42, 0.27)
        brush.disc(WHITE, x, 0.42, 0.12)
    brush.disc((250, 215, 90), 0.92, 0.1, 0.09)


def _fish(brush: _Brush) -> None:
    brush.shape(brush.second, (0.45, 0), (1.05, -0.45), (0.9, 0), (1.05, 0.45))
    brush.shape(brush.second, (-0.3, -0.35), (0.2, -0.75), (0.3, -0.3))
    brush.disc(brush.main, -0.15, 0, 0.8, 0.45)
    brush.disc(WHITE, -0.58, -0.1, 0.13)
    brush.disc(INK, -0.6, -0.1, 0.06)
    brush.line(INK, 0.05, *arc(-0.42, 0, 0.2, 0.32, -60, 60))


def _umbrella(brush: _Brush) -> None:
    brush.line(INK, 0.08, (0, -0.9), (0, 0.65), *arc(0.17, 0.65, 0.17, 0.22, 180, 10))
    brush.shape(brush.main, *arc(0, 0, 0.98, 0.75, 180, 360), *_scallops())
    brush.shape(brush.second, *arc(0, 0, 0.34, 0.75, 180, 360), *arc(0, 0, 0.34, 0.14, 0, -180))


def _scallops() -> list[Point]:
    """The lower edge of an umbrella, from right to left."""
    return [point for x in (0.65, 0.0, -0.65) for point in arc(x, 0, 0.32, 0.14, 0, -180)]


def _cup(brush: _Brush) -> None:
    brush.line(brush.main, 0.14, *arc(0.55, 0.05, 0.36, 0.32, -80, 80))
    brush.shape(brush.main, (-0.7, -0.4), (0.6, -0.4), (0.42, 0.62), (-0.52, 0.62))
    brush.disc(WHITE, -0.05, -0.4, 0.65, 0.13)
    brush.disc((95, 60, 35), -0.05, -0.38, 0.54, 0.09)
    brush.disc(brush.second, -0.05, 0.72, 0.85, 0.1)


def _clock(brush: _Brush) -> None:
    brush.disc(brush.main, 0, 0, 0.92)
    brush.disc(WHITE, 0, 0, 0.76)
    for hour in range(12):
        (x, y), *_ = arc(0, 0, 0.64, 0.64, 30 * hour, 30 * hour)
        brush.disc(INK, x, y, 0.07 if hour % 3 == 0 else 0.04)
    brush.line(INK, 0.1, (0, 0), (-0.28, -0.25))
    brush.line(INK, 0.07, (0, 0), (0.1, -0.55))
    brush.disc(brush.second, 0, 0, 0.09)


def _key(brush: _Brush) -> None:
    brush.line(brush.main, 0.17, (-0.3, 0), (1, 0))
    brush.line(brush.main, 0.15, (0.92, 0), (0.92, 0.38))
    brush.line(brush.main, 0.15, (0.62, 0), (0.62, 0.3))
    brush.line(brush.main, 0.19, *arc(-0.6, 0, 0.34, 0.34, 0, 372))


def _mushroom(brush: _Brush) -> None:
    brush.shape((205, 175, 130), (-0.22, 0), (0.22, 0), (0.32, 0.85), (-0.32, 0.85))
    brush.shape((185, 45, 40), *arc(0, 0.1, 0.95, 0.95, 180, 360))
    for x, y, size in ((-0.5, -0.2, 0.13), (0.05, -0.5, 0.15), (0.5, -0.15, 0.12), (-0.05, -0.08, 0.1)):
        brush.disc(WHITE, x, y, size)


def _snowman(brush: _Brush) -> None:
    for y, size in ((0.52, 0.48), (-0.15, 0.36), (-0.66, 0.27)):
        brush.disc(INK, 0, y, size + 0.03)
        brush.disc(WHITE, 0, y, size)
    brush.line(INK, 0.05, (-0.34, -0.2), (-0.85, -0.5))
    brush.line(INK, 0.05, (0.34, -0.2), (0.85, -0.5))
    brush.shape((225, 120, 40), (0, -0.68), (0, -0.56), (0.32, -0.6))
    for x in (-0.1, 0.1):
        brush.disc(INK, x, -0.75, 0.04)
    brush.box(brush.main, -0.36, -0.96, 0.36, -0.88)
    brush.box(brush.main, -0.22, -1.25, 0.22, -0.9)


def _envelope(brush: _Brush) -> None:
    brush.box(INK, -1, -0.65, 1, 0.65)
    brush.box(WHITE, -0.96, -0.61, 0.96, 0.61)
    brush.line(INK, 0.05, (-0.98, 0.62), (-0.2, 0.0))
    brush.line(INK, 0.05, (0.98, 0.62), (0.2, 0.0))
    brush.line(INK, 0.06, (-0.98, -0.62), (0, 0.15), (0.98, -0.62))
    brush.disc(brush.main, 0, 0.12, 0.16)


def _flag(brush: _Brush) -> None:
    brush.line(INK, 0.09, (-0.7, -0.95), (-0.7, 1))
    brush.disc(INK, -0.7, -0.97, 0.09)
    upper = [(-0.65 + 0.2 * step, -0.8 + 0.1 * sin(step * 0.9)) for step in range(9)]
    middle, lower = ([(x, y + down) for x, y in upper] for down in (0.42, 0.84))
    brush.shape(brush.main, *upper, *reversed(middle))
    brush.shape(brush.second, *middle, *reversed(lower))


def _ladder(brush: _Brush) -> None:
    brush.line(brush.main, 0.12, (-0.5, 1), (-0.3, -1))
    brush.line(brush.main, 0.12, (0.5, 1), (0.3, -1))
    for step in range(6):
        y = 0.75 - 0.31 * step
        half = 0.4 + 0.1 * y
        brush.line(brush.second, 0.1, (-half, y), (half, y))


_DRAWINGS: dict[Thing, Callable[[_Brush], None]] = {
    Thing.BRIDGE: _bridge,
    Thing.HOUSE: _house,
    Thing.TREE: _tree,
    Thing.BOAT: _boat,
    Thing.CAR: _car,
    Thing.FISH: _fish,
    Thing.UMBRELLA: _umbrella,
    Thing.CUP: _cup,
    Thing.CLOCK: _clock,
    Thing.KEY: _key,
    Thing.MUSHROOM: _mushroom,
    Thing.SNOWMAN: _snowman,
    Thing.ENVELOPE: _envelope,
    Thing.FLAG: _flag,
    Thing.LADDER: _ladder,
}

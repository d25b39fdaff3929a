"""The picture of a human check: four things, never twice the same picture, small and quick."""

import io
import time
from random import Random

import pytest
from PIL import Image, ImageChops

from handlers.cards.check_pictures import FIELD, GAP, draw_check
from news.human_checks import Thing

SIDE = 2 * FIELD + 3 * GAP
# For a hundred pictures on a busy machine; alone, one takes 12 ms.
MEDIAN_SECONDS = 0.1


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def field_of(picture: Image.Image, place: int) -> Image.Image:
    left, top = (GAP + (FIELD + GAP) * way for way in (place % 2, place // 2))
    return picture.crop((left, top, left + FIELD, top + FIELD))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    pixels = ImageChops.difference(one, other).convert("L")
    histogram = pixels.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


@pytest.mark.parametrize("thing", Thing)
def test_every_thing_stands_out_in_its_field(thing: Thing) -> None:
    for seed in range(6):
        picture = opened(draw_check([thing] * 4, seeded(seed)))
        assert picture.size == (SIDE, SIDE)
        for place in range(4):
            field = field_of(picture, place)
            # Backgrounds and their specks are pale; the thing has dark or strong colours.
            strong = field.point(lambda value: 255 if value < 160 else 0).convert("L").point(lambda value: value > 60)
            box = strong.crop((0, 50, FIELD, FIELD)).getbbox()
            assert box is not None, f"{thing} is not there"
            width, height = box[2] - box[0], box[3] - box[1]
            assert max(width, height) > FIELD / 3, f"{thing} is too small"


def test_the_same_things_make_another_picture_each_time() -> None:
    things = [Thing.BRIDGE, Thing.FISH, Thing.KEY, Thing.CUP]
    pictures = [draw_check(things, seeded(seed)) for seed in range(20)]

    assert len({*pictures}) == len(pictures)
    drawn = [opened(picture) for picture in pictures]
    assert all(
        difference(field_of(drawn[0], place), field_of(other, place)) > 5 for other in drawn[1:] for place in range(4)
    )


def test_the_same_randomness_makes_the_same_picture() -> None:
    things = list(Thing)[:4]

    assert draw_check(things, seeded(5)) == draw_check(things, seeded(5))


def test_a_picture_is_small_and_quick() -> None:
    random = seeded(3)
    seconds, sizes = [], []
    for _ in range(30):
        things = random.sample(list(Thing), 4)
        begun = time.process_time()
        sizes.append(len(draw_check(things, random)))
        seconds.append(time.process_time() - begun)

    assert max(sizes) < 60_000
    assert sorted(seconds)[len(seconds) // 2] < MEDIAN_SECONDS

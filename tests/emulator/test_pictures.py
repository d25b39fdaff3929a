"""The sizes of pictures, as they are read and as Telegram keeps them."""

import pytest

from emulator.pictures import Size, has_bad_dimensions, kept_sizes, picture_size
from emulator.sample_picture import sample_picture
from tests.emulator.pictures import jpeg, png


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(640, 480), (640, 480)),
        (jpeg(1600, 900), (1600, 900)),
        (sample_picture(1), (300, 200)),
        (b"", None),
        (b"GIF89a", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8", None),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff", None),
        (b"\xff\xd8 is no JPEG", None),
    ],
)
def test_the_size_is_read_from_png_and_jpeg(content: bytes, size: Size | None) -> None:
    assert picture_size(content) == size


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((300, 200), [(90, 60), (300, 200)]),
        ((60, 80), [(60, 80)]),
        ((90, 90), [(90, 90)]),
        ((800, 1280), [(56, 90), (200, 320), (800, 1280)]),
        ((2560, 1280), [(90, 45), (320, 160), (1280, 640)]),
        ((2000, 1), [(90, 1), (320, 1), (1280, 1)]),
    ],
)
def test_a_photo_is_kept_smaller_and_never_larger(size: Size, kept: list[Size]) -> None:
    assert kept_sizes(size) == kept


@pytest.mark.parametrize(
    ("size", "is_bad"), [((5000, 5000), False), ((9000, 1001), True), ((20, 1), False), ((21, 1), True)]
)
def test_too_large_and_too_narrow_photos_are_refused(size: Size, is_bad: bool) -> None:
    assert has_bad_dimensions(size) is is_bad

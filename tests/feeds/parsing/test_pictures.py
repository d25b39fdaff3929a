"""Pictures that are fit to be sent."""

import io

import pytest
from PIL import Image

from feeds.parsing.errors import EmptyError, LargeError
from feeds.parsing.pictures import MAX_PIXELS, fit_picture


def picture(kind: str, width: int = 400, height: int = 300, mode: str = "RGB", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, (width, height), 120 if mode in {"L", "P"} else None).save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_jpeg_and_png_are_sent_as_they_are(kind: str) -> None:
    content = picture(kind)
    fit = fit_picture(content)
    assert (fit.content, fit.width, fit.height) == (content, 400, 300)


@pytest.mark.parametrize(
    ("kind", "mode"), [("WEBP", "RGB"), ("WEBP", "RGBA"), ("GIF", "P"), ("BMP", "RGB"), ("TIFF", "L")]
)
def test_other_formats_become_jpeg(kind: str, mode: str) -> None:
    fit = fit_picture(picture(kind, mode=mode))
    image = Image.open(io.BytesIO(fit.content))
    assert (image.format, image.size, (fit.width, fit.height)) == ("JPEG", (400, 300), (400, 300))


def test_what_is_transparent_becomes_white() -> None:
    fit = fit_picture(picture("WEBP", mode="RGBA"))
    assert Image.open(io.BytesIO(fit.content)).getpixel((5, 5)) == (255, 255, 255)


def test_an_animation_is_its_first_frame() -> None:
    frames = [Image.new("RGB", (200, 200), color) for color in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    red, green, _ = Image.open(io.BytesIO(fit_picture(written.getvalue()).content)).getpixel((100, 100))
    assert red > 200
    assert green < 50


def test_sides_of_more_than_ten_thousand_pixels_become_less() -> None:
    fit = fit_picture(picture("JPEG", 9000, 3000))
    assert 9_990 <= fit.width + fit.height <= 10_000
    assert fit.width == pytest.approx(3 * fit.height, abs=3)


@pytest.mark.parametrize("size", [(99, 400), (400, 99), (1, 1), (2300, 110), (110, 2300)])
def test_icons_and_ribbons_are_no_pictures(size: tuple[int, int]) -> None:
    with pytest.raises(EmptyError):
        fit_picture(picture("PNG", *size))


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    side = 8000
    assert side * side > MAX_PIXELS
    with pytest.raises(LargeError):
        fit_picture(picture("PNG", side, side, mode="1"))


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyError):
        fit_picture(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_broke_off_is_refused(kind: str) -> None:
    written = io.BytesIO()
    Image.effect_noise((400, 300), 50).convert("RGB").save(written, kind)
    with pytest.raises(EmptyError):
        fit_picture(written.getvalue()[: written.tell() // 2])

"""Pictures that Telegram accepts as a photo: https://core.telegram.org/bots/api#sendphoto."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from feeds.frames import MAX_PICTURE_BYTES
from feeds.parsing.errors import EmptyError, LargeError
from news.sources.found import LoadedPicture

MAX_SIDES = 10_000  # width and height together
MAX_RATIO = 20
MIN_SIDE = 100  # smaller ones are icons and spacers
MAX_PIXELS = 50_000_000  # of a picture that is made smaller; decoded, it has three or four bytes a pixel
_AS_THEY_ARE = {"JPEG", "PNG"}
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
_QUALITY = 88


def fit_picture(content: bytes) -> LoadedPicture:
    """Return a picture as a photo: a JPEG or PNG as it is, unless it is too large, another format as a JPEG.

    Raises EmptyError if the content is no whole picture, or one that is too small or too narrow for a photo, and
    LargeError if decoding it would take too much memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on odd metadata
            return _fit(content)
    except Image.DecompressionBombError as error:
        raise LargeError("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise EmptyError("not a picture") from error


def _fit(content: bytes) -> LoadedPicture:
    image = Image.open(io.BytesIO(content), formats=_FORMATS)
    width, height = image.size
    if min(width, height) < MIN_SIDE or max(width, height) > MAX_RATIO * min(width, height):
        raise EmptyError(f"{width} × {height} pixels")
    if width * height > MAX_PIXELS:
        raise LargeError("too many pixels")
    image.load()  # a picture that broke off raises here
    is_fit = image.format in _AS_THEY_ARE and width + height <= MAX_SIDES and len(content) <= MAX_PICTURE_BYTES
    if is_fit and getattr(image, "n_frames", 1) == 1:
        return LoadedPicture(content, width, height)
    return _as_jpeg(image)


def _as_jpeg(image: Image.Image) -> LoadedPicture:
    largest = MAX_SIDES * max(image.size) // sum(image.size)
    image.thumbnail((largest, largest))
    written = io.BytesIO()
    _on_white(image).save(written, "JPEG", quality=_QUALITY)
    if written.tell() > MAX_PICTURE_BYTES:
        raise LargeError("too many bytes as a photo")
    return LoadedPicture(written.getvalue(), *image.size)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")

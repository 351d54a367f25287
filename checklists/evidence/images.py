"""Pictures: decoded whole, and drawn anew for the screen. Runs in a confined child."""

import io
import struct

from PIL import Image, ImageOps

MAX_PIXELS = 80_000_000
"""A3 at 600 dpi is 70 million. Pillow keeps four bytes for each: 320 MB."""
MEMORY_MB = 900
SECONDS = 6
FORMATS = ("PNG", "JPEG")
LONGEST = 1600

# Size is checked here, with a sentence of our own, before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None


def check(data: bytes) -> bytes:
    """b"png" or b"jpeg", or the code of a refusal: broken, pixels, mixed.

    Every pixel is decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return b"pixels"
            # JPEG only: read every scan, but keep an eighth of the width and height.
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
            if image.format == "PNG" and not _ends_with_its_last_chunk(data):
                return b"mixed"
            return str(image.format).lower().encode()
    except MemoryError:
        raise
    except Exception:
        return b"broken"


def draw(data: bytes) -> bytes:
    """The picture as PNG, upright, at most 1600 pixels long, with nothing but its pixels.

    Raises ValueError for more than MAX_PIXELS, and whatever Pillow does for broken pictures.
    """
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        image.thumbnail((LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(image)
    return png_of(upright)


def png_of(image: Image.Image) -> bytes:
    """Pixels as PNG without any metadata."""
    clean = image.convert("RGBA" if image.has_transparency_data else "RGB")
    clean.info.clear()
    out = io.BytesIO()
    clean.save(out, "PNG")
    return out.getvalue()


def _ends_with_its_last_chunk(png: bytes) -> bool:
    """Whether nothing follows IEND (PNG 3rd edition, 5.3: length, type, data, CRC)."""
    at = 8
    while at + 12 <= len(png):
        length: int
        name: bytes
        length, name = struct.unpack_from(">I4s", png, at)
        at += 12 + length
        if name == b"IEND":
            return at == len(png)
    return False

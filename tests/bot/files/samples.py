"""
Files as phones and shops make them: the pictures by Pillow, whatever ours does.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

PLACE = "35.6892 N, 51.3890 E"
MAKER = "Tehran Phone 7"


def picture(
    form: str = "JPEG", *, size: tuple[int, int] = (64, 40), **more: Any
) -> bytes:
    """
    A picture of many colours without anything beside it.
    """
    image = Image.new("RGB", size)
    image.putdata(
        [
            (x * 3 % 256, y * 5 % 256, x * y % 256)
            for y in range(size[1])
            for x in range(size[0])
        ]
    )
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def exif(turned: int = 1) -> Image.Exif:
    """
    Where, with what and how a photo was taken.
    """
    made = Image.Exif()
    made[0x0112] = turned
    made[0x010F] = MAKER
    made[0x010E] = PLACE
    made.get_ifd(0x8825)[1] = "N"
    made.get_ifd(0x8825)[2] = (35.0, 41.0, 21.0)
    return made


def photo(turned: int = 1, **more: Any) -> bytes:
    """
    A photo of a phone: EXIF with the place, XMP, a comment and a film behind it.
    """
    told = picture("JPEG", exif=exif(turned), comment=PLACE.encode(), **more)
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x>" + PLACE.encode() + b"</x>"
    part = struct.pack(">BBH", 0xFF, 0xE1, len(xmp) + 2) + xmp
    return told[:2] + part + told[2:] + b"\x00\x00\x00\x18ftypmp42" + PLACE.encode()


def png_with_place() -> bytes:
    """
    A PNG that tells the place twice.
    """
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", PLACE)
    return picture("PNG", pnginfo=info, exif=exif())


def webp_with_place() -> bytes:
    """
    A WebP that tells the place twice.
    """
    return picture("WEBP", exif=exif(), xmp=f"<x>{PLACE}</x>".encode(), lossless=True)


def chunk(kind: bytes, content: bytes) -> bytes:
    """
    A part of a PNG.
    """
    sum_ = zlib.crc32(kind + content)
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", sum_)


def gif_with_place() -> bytes:
    """
    A GIF of two pictures, shown for ever, that tells the place thrice.
    """
    other = Image.new("RGB", (64, 40), (9, 90, 190))
    told = picture(
        "GIF", save_all=True, append_images=[other], loop=0, comment=PLACE.encode()
    )
    place = bytes([len(PLACE)]) + PLACE.encode() + b"\x00"
    xmp = b"\x21\xff\x0bXMP DataXMP" + place
    at = told.index(b"\x21\xff\x0bNETSCAPE")
    return told[:at] + xmp + told[at:] + PLACE.encode()


def box(kind: bytes, content: bytes) -> bytes:
    """
    A box of an MP4.
    """
    return struct.pack(">I4s", len(content) + 8, kind) + content


def film(brand: bytes = b"isom") -> bytes:
    """
    The outline of a film that tells where it was taken.
    """
    told = box(b"udta", box(b"\xa9xyz", PLACE.encode()))
    track = box(b"trak", box(b"tkhd", b"t" * 20) + box(b"meta", PLACE.encode()))
    return (
        box(b"ftyp", brand + bytes(4) + brand)
        + box(b"moov", box(b"mvhd", b"m" * 30) + track + told)
        + box(b"mdat", b"the picture")
    )


def pixels(data: bytes) -> bytes:
    """
    What is to be seen, as Pillow sees it.
    """
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()

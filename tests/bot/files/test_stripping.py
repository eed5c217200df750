"""
What a file tells of its author stays out; what it shows is the same to the last pixel.
"""

from __future__ import annotations

import io
import struct
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.files.errors import Damaged
from bot.files.stripping import stripped
from tests.bot.files import samples


@pytest.mark.parametrize(
    "more", [{}, {"progressive": True}, {"quality": 20, "optimize": True}]
)
def test_a_photo_keeps_its_pixels_and_nothing_of_the_place(
    more: dict[str, int],
) -> None:
    """
    Neither EXIF nor XMP, nor a comment, nor the film that phones put behind it.
    """
    told = samples.photo(**more)
    done = stripped(told, "image/jpeg")
    assert samples.PLACE.encode() in told
    for word in (samples.PLACE, samples.MAKER, "GPS", "adobe", "ftyp"):
        assert word.encode() not in done.data
    assert samples.pixels(done.data) == samples.pixels(told)
    assert done.size == (64, 40)
    with Image.open(io.BytesIO(done.data)) as image:
        assert not image.getexif()


@pytest.mark.parametrize("turned", range(2, 9))
def test_how_a_photo_is_turned_is_kept(turned: int) -> None:
    """
    And nothing but that.
    """
    done = stripped(samples.photo(turned), "image/jpeg")
    with Image.open(io.BytesIO(done.data)) as image:
        assert dict(image.getexif()) == {0x0112: turned}
    assert samples.PLACE.encode() not in done.data


def test_the_colours_of_a_photo_are_kept() -> None:
    """
    A profile changes what is seen.
    """
    told = samples.picture("JPEG", icc_profile=b"a profile of colours")
    done = stripped(told, "image/jpeg")
    with Image.open(io.BytesIO(done.data)) as image:
        assert image.info["icc_profile"] == b"a profile of colours"


def test_a_picture_with_nothing_beside_it_stays_as_it_is() -> None:
    """
    Byte for byte.
    """
    plain = samples.picture()
    assert stripped(plain, "image/jpeg").data == plain


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (samples.png_with_place(), "image/png"),
        (samples.webp_with_place(), "image/webp"),
        (samples.gif_with_place(), "image/gif"),
    ],
    ids=["png", "webp", "gif"],
)
def test_pictures_of_other_forms_too(data: bytes, type: str) -> None:  # noqa: A002
    """
    They are still what they were to who looks at them.
    """
    done = stripped(data, type)
    assert samples.PLACE.encode() in data
    assert samples.PLACE.encode() not in done.data
    assert samples.pixels(done.data) == samples.pixels(data)
    assert done.size == (64, 40)


def test_parts_that_nobody_knows_are_left_out() -> None:
    """
    Whatever a program hides beside the picture under a name of its own.
    """
    place = samples.PLACE.encode()
    png = samples.png_with_place()
    png = png[:33] + samples.chunk(b"prVt", place) + png[33:]
    webp = samples.webp_with_place()
    more = b"PRVT" + struct.pack("<I", len(place)) + place + b"\x00" * (len(place) % 2)
    size = struct.pack("<I", len(webp) + len(more) - 8)
    webp = webp[:4] + size + webp[8:] + more
    for told, form in ((png, "image/png"), (webp, "image/webp")):
        done = stripped(told, form).data
        assert place not in done
        assert samples.pixels(done) == samples.pixels(samples.png_with_place())


def test_a_gif_moves_on_as_before() -> None:
    """
    Both its pictures are there, and how often they are shown.
    """
    with Image.open(
        io.BytesIO(stripped(samples.gif_with_place(), "image/gif").data)
    ) as image:
        assert (image.n_frames, image.info["loop"]) == (2, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff" * 10_000_000 + b"\x00",
        b"\xff\xd8" + b"\xff\xff\x00" * 3_000_000,
        samples.picture()[:-2] + b"\xff" * 10_000_000 + b"\x00",
        b"\xff\xd8" + b"\xff\xfe\x00\x02" * 2_500_000,
    ],
    ids=["run", "runs", "behind", "parts"],
)
def test_no_photo_takes_long(data: bytes) -> None:
    """
    A search that steps back would hold the whole server up, for days.
    """
    began = time.process_time()
    with suppress(Damaged):
        stripped(data, "image/jpeg")
    assert time.process_time() - began < 1


def test_a_mark_behind_a_run_is_found() -> None:
    """
    Any number of FF may stand before it.
    """
    plain = samples.picture()
    filled = plain[:2] + b"\xff" * 9 + plain[2:-2] + b"\xff" * 9 + b"\xff\xd9"
    assert stripped(filled, "image/jpeg").data == plain


def test_a_film_of_boxes_in_boxes_is_refused() -> None:
    """
    As damaged, however deep they go.
    """
    data = b""
    for _ in range(3_000):
        data = samples.box(b"moov", data)
    with pytest.raises(Damaged):
        stripped(samples.film()[:20] + data, "video/mp4")


@pytest.mark.parametrize("more", [{"lossless": True}, {"quality": 50}])
def test_the_size_of_each_webp(more: dict[str, int]) -> None:
    """
    With and without loss.
    """
    told = samples.picture("WEBP", size=(33, 21), **more)
    assert stripped(told, "image/webp").size == (33, 21)
    assert stripped(samples.picture("GIF", size=(33, 21)), "image/gif").size == (33, 21)


def test_a_film_says_no_place_and_nothing_in_it_moves() -> None:
    """
    What it pointed at by numbers is where it was.
    """
    told = samples.film()
    done = stripped(told, "video/mp4").data
    assert samples.PLACE.encode() not in done
    assert len(done) == len(told)
    assert done.index(b"the picture") == told.index(b"the picture")
    assert b"m" * 30 in done


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@given(at=st.floats(0, 1), to=st.binary(max_size=9))
def test_what_is_broken_is_refused_and_breaks_nothing(
    form: str, at: float, to: bytes
) -> None:
    """
    Whatever the bytes, the outcome is a picture or `Damaged`.
    """
    whole = _WHOLE[form]
    place = int(at * len(whole))
    broken = whole[:place] + to + whole[place + 2 * len(to) :]
    try:
        done = stripped(broken, f"image/{form.lower()}")
    except Damaged:
        return
    assert done.size is not None
    assert len(done.data) <= len(broken) + 40


_WHOLE = {
    "JPEG": samples.photo(),
    "PNG": samples.png_with_place(),
    "WEBP": samples.webp_with_place(),
    "GIF": samples.gif_with_place(),
}


def test_a_picture_that_would_fill_all_memory_is_refused() -> None:
    """
    A small file can say that it is a hundred thousand pixels wide.
    """
    header = bytearray(samples.picture("GIF"))
    header[6:10] = b"\xff\xff\xff\xff"
    with pytest.raises(Damaged):
        stripped(bytes(header), "image/gif")

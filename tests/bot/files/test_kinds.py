"""
A file is what its bytes say, whatever it is called.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.errors import WrongKind
from bot.files.kinds import SUFFIXES, kind_of
from bot.files.names import LONGEST, clean_name
from tests.bot.files import samples


def _archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "x")
    return out.getvalue()


TAKEN = {
    "image/jpeg": samples.picture("JPEG"),
    "image/png": samples.picture("PNG"),
    "image/webp": samples.picture("WEBP"),
    "image/gif": samples.picture("GIF"),
    "application/pdf": b"%PDF-1.7\n1 0 obj",
    "text/plain": "سلام، کفش ۴۲ هنوز نرسیده\r\n\tممنون".encode(),
    "video/mp4": samples.film(b"mp42"),
    "audio/mp4": samples.film(b"M4A "),
    "audio/ogg": b"OggS\x00\x02" + bytes(30),
    "audio/mpeg": b"ID3\x03" + bytes(30),
}
REFUSED = {
    "a program": b"MZ\x90\x00\x03" + bytes(60),
    "another": b"\x7fELF\x02\x01\x01" + bytes(60),
    "a script": b"#!/bin/sh\nrm -rf /\x00",
    "a page": b"  <!DOCTYPE html><script>alert(1)</script>",
    "a page without a head": b"\xef\xbb\xbf<script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "xml": b'<?xml version="1.0"?><svg/>',
    "an archive, as documents are": _archive(),
    "a photo of another kind": samples.box(b"ftyp", b"heic" + bytes(8)),
    "half a text": "سلام".encode()[:-1],
    "another encoding": "سلام".encode("utf-16"),
    "no sound": b"\xff\xfe" + bytes(40),
    "nothing known": bytes(range(256)),
}


@pytest.mark.parametrize("type", TAKEN)
def test_what_is_taken(type: str) -> None:  # noqa: A002 - as in `File`
    """
    Each kind by its own first bytes.
    """
    assert kind_of(TAKEN[type]).type == type
    assert set(TAKEN) == set(SUFFIXES)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not(name: str) -> None:
    """
    Neither what runs nor what a browser would show as a page.
    """
    with pytest.raises(WrongKind):
        kind_of(REFUSED[name])


@pytest.mark.parametrize(
    ("name", "type", "clean"),
    [
        ("کفش پاره.JPG", "image/jpeg", "کفش پاره.jpg"),
        ("می‌خواهم.txt", "text/plain", "می‌خواهم.txt"),
        ("page.html", "text/plain", "page.html.txt"),
        ("photo.exe", "image/png", "photo.exe.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\sara\\bill.pdf", "application/pdf", "bill.pdf"),
        ("", "image/jpeg", "file.jpg"),
        (".png", "image/png", "file.png"),
        ("con.pdf", "application/pdf", "file_con.pdf"),
        ("annexe\u202egpj.jpg", "image/jpeg", "annexegpj.jpg"),
        ('a"b\r\nSet-Cookie: x.gif', "image/gif", "a_bSet-Cookie_ x.gif"),
        ("x" * 300 + ".jpeg", "image/jpeg", "x" * (LONGEST - 5) + ".jpeg"),
    ],
)
def test_what_it_may_be_called(name: str, type: str, clean: str) -> None:  # noqa: A002
    """
    A name that hides nothing, with an ending of its type.
    """
    assert clean_name(name, type) == clean


@given(name=st.text(max_size=400))
def test_any_name_becomes_a_fit_one(name: str) -> None:
    """
    Whatever a client calls it.
    """
    clean = clean_name(name, "text/plain")
    assert 0 < len(clean) <= LONGEST
    assert clean.endswith(SUFFIXES["text/plain"])
    assert not set(clean) & set('/\\:*?"<>|\r\n\0')
    assert not clean.startswith((".", "-", " "))

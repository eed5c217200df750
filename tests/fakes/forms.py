"""
What stands in a form with files (multipart/form-data), as a server reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DISPOSITION = re.compile(r'; (\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Sent:
    """
    A file of a form.
    """

    field: str
    name: str
    type: str
    data: bytes


def read_form(kind: str, content: bytes) -> tuple[dict[str, str], list[Sent]]:
    """
    Read the fields and the files of a form; `kind` is its header.
    """
    boundary = kind.partition("boundary=")[2].encode()
    assert boundary, kind
    before, *parts, after = content.split(b"--" + boundary)
    assert (before, after) == (b"", b"--\r\n"), "the form ends in its middle"
    fields: dict[str, str] = {}
    files: list[Sent] = []
    for part in parts:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        body = body.removesuffix(b"\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        about = dict(_DISPOSITION.findall(lines["Content-Disposition"]))
        if "filename" in about:
            kind = lines["Content-Type"]
            files.append(Sent(about["name"], about["filename"], kind, body))
        else:
            assert about["name"] not in fields
            fields[about["name"]] = body.decode()
    return fields, files

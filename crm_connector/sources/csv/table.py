"""
An exported file read row by row: bytes in, cells by heading out.

What is wrong with one row is told of that row; what is wrong with the file is raised.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from crm_connector.errors import BadMapping, BadSourceData, SourceUnavailable
from crm_connector.sources.csv.mapping import (
    DELIMITERS,
    ENCODINGS,
    FileMapping,
    FilesMapping,
    Heading,
)
from crm_connector.sources.csv.settings import CsvSettings
from crm_connector.sources.csv.values import folded
from crm_connector.sources.document import nearest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CUT_OFF = "unexpected end of data"
"""What csv says, read strictly, where a quoted cell has no end."""
_SEPARATOR_LINE = "sep="
"""How Excel is told the delimiter, in a line before the headings."""


class BeingWritten(SourceUnavailable):
    """
    The file ends in the middle: it will be whole when its writer has finished.
    """


class Line(NamedTuple):
    """
    A row: where it begins in the file, and its cells; None where it has no such form.
    """

    number: int
    cells: Mapping[Heading, str] | None


class Table:
    """
    One file, opened by whoever asks.
    """

    def __init__(
        self,
        mapping: FilesMapping,
        part: FileMapping,
        settings: CsvSettings,
        *,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self._mapping = mapping
        self._part = part
        self._settings = settings
        self._is_over = is_over

    def lines(self, file: BinaryIO) -> Iterator[Line]:
        """
        Every row that holds anything.

        Raises `BadSourceData` where the file is not text or too long, `BadMapping`
        where a heading is missing, and `BeingWritten` where it ends in the middle.
        """
        try:
            with io.TextIOWrapper(file, self._encoding(file), newline="") as text:
                yield from self._lines(text, ends_in_a_line(file))
        except UnicodeError:
            # Not `from` it: the error would repeat the line.
            raise self._bad(
                f"is not {self._part.encoding} text; see `encoding` in the mapping"
            ) from None

    def _encoding(self, file: BinaryIO) -> str:
        # What the file says of itself goes before what the mapping says.
        start = file.read(4)
        file.seek(0)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        return ENCODINGS[self._part.encoding]

    def _lines(self, text: io.TextIOWrapper, ends_in_a_line: bool) -> Iterator[Line]:
        rows = self._rows(text, self._delimiter(text))
        header = next((row for row in rows if _is_header(row)), None)
        if header is None:
            raise self._cut_off()
        names = header[1]
        where = self._where(names)
        is_short = False
        for number, (line, row) in enumerate(rows, 1):
            if number > self._settings.most_rows:
                raise self._bad(f"has more than {self._settings.most_rows} rows")
            is_short = len(row) < len(names)
            if not row or any(each.strip() for each in row[len(names) :]):
                yield Line(line, None)
            elif any(each.strip() for each in row):
                # Excel leaves out the empty cells at the end of some rows.
                cells = [*row, *[""] * (len(names) - len(row))]
                yield Line(line, {each: cells[at] for each, at in where.items()})
        if is_short and not ends_in_a_line:
            raise self._cut_off()

    def _delimiter(self, text: io.TextIOWrapper) -> str:
        if self._part.delimiter is not None:
            return self._part.delimiter
        wanted = {folded(each.name) for each in self._part.headings()}

        def fit(delimiter: str) -> tuple[int, int]:
            text.seek(0)
            # Read by a wrong one, headings in quotes may be broken, or have no end.
            with contextlib.suppress(BeingWritten):
                for row in self._rows(text, delimiter):
                    if _is_header(row) or not row[1]:
                        found = [folded(each) for each in row[1]]
                        return len(wanted.intersection(found)), len(found)
            return 0, 0

        best = max(DELIMITERS.values(), key=fit)
        text.seek(0)
        return best

    def _rows(
        self, text: io.TextIOWrapper, delimiter: str
    ) -> Iterator[tuple[int, list[str]]]:
        """
        Each row with the line it begins in; one that is broken has no cells.
        """
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while not self._is_over():
            begin = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if str(error) == _CUT_OFF:
                    raise self._cut_off() from None
                if "NUL" in str(error):
                    raise UnicodeError from None
                yield begin, []
                continue
            if row:
                yield begin, row
        raise SourceUnavailable("The source is closed.", source=self._mapping.source)

    def _where(self, names: Sequence[str]) -> dict[Heading, int]:
        """
        The place of each heading that the mapping speaks of.
        """
        known = [folded(each) for each in names]
        wanted = list(self._part.headings())
        if not any(folded(each.name) in known for each in wanted):
            # Without headings this is a row: it is not to be repeated in a message.
            raise self._wrong(wanted[0], "has none of the mapped headings")
        found = {}
        for heading in wanted:
            name = folded(heading.name)
            if known.count(name) > 1:
                raise self._wrong(heading, f"has two columns {heading.name!r}")
            if name not in known:
                near = nearest(heading.name, (each.strip() for each in names))
                raise self._wrong(heading, f"has no column {heading.name!r}{near}")
            found[heading] = known.index(name)
        return found

    def _wrong(self, heading: Heading, why: str) -> BadMapping:
        return BadMapping(
            f"{self._mapping.file}: {heading.place}: {self._part.path.name} {why}",
            source=self._mapping.source,
        )

    def _bad(self, why: str) -> BadSourceData:
        return BadSourceData(
            f"{self._part.path.name} {why}.", source=self._mapping.source
        )

    def _cut_off(self) -> BeingWritten:
        return BeingWritten(
            f"{self._part.path.name} ends in the middle.", source=self._mapping.source
        )


def _is_header(row: tuple[int, list[str]]) -> bool:
    cells = row[1]
    is_separator = cells[:1] != [] and cells[0].casefold().startswith(_SEPARATOR_LINE)
    return any(each.strip() for each in cells) and not is_separator


def ends_in_a_line(file: BinaryIO) -> bool:
    """
    Whether the last line is whole for certain; goes back to the beginning.
    """
    file.seek(0, io.SEEK_END)
    # The last two bytes of UTF-16's line feed are a feed and a zero.
    file.seek(max(0, file.tell() - 2))
    end = file.read(2)
    file.seek(0)
    return b"\n" in end or b"\r" in end

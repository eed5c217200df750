"""
A file of any bytes is rows, or an error of ours.
"""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.errors import CrmError
from crm_connector.sources.csv.mapping import load
from crm_connector.sources.csv.records import loyalty
from crm_connector.sources.csv.settings import CsvSettings
from crm_connector.sources.csv.table import Table
from tests.crm_connector.sources.csv.files import FIXTURES, WRITTEN

MAPPING = load(FIXTURES / "mapping.yml")
HEADER = "کد مشتری,سطح,امتیاز"


def read(content: bytes) -> dict[str, int]:
    """
    The points by customer in a file of these bytes.
    """
    part = MAPPING.loyalty
    assert part is not None
    lines = Table(MAPPING, part, CsvSettings()).lines(io.BytesIO(content))
    records = loyalty(MAPPING, lines, WRITTEN).records
    return {id_: record.points for id_, record in records.items()}


CELLS = st.text(alphabet="abc019۵,;\t|\"'\r\n \ufeff\u200c=-.٬", max_size=12)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(CELLS, max_size=12).map(lambda rows: "\n".join(rows).encode()),
        st.lists(CELLS, max_size=12).map(
            lambda rows: "\r\n".join([HEADER, *rows]).encode()
        ),
        st.lists(CELLS, max_size=6).map(lambda rows: "\n".join(rows).encode("utf-16")),
    )
)
def test_any_bytes_are_rows_or_an_error_of_ours(content: bytes) -> None:
    with suppress(CrmError):
        assert all(points >= 0 for points in read(content).values())


@given(st.integers(0, 200))
def test_a_file_cut_anywhere_tells_nothing_that_was_not_in_it(at: int) -> None:
    whole = f'{HEADER}\r\n41,gold,1200\r\n42,"a\r\nb",3400\r\n43,,5600\r\n'.encode()
    points = read(whole)

    with suppress(CrmError):
        found = read(whole[:at])
        # Only the last number may have lost digits: `KeptFile` waits for the line end.
        *sure, last = found.items() or [("", 0)]
        assert dict(sure).items() <= points.items()
        assert str(points.get(last[0], 0)).startswith(str(last[1]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    content = end.join([HEADER, "41,,7", "", "42,,8", ""]).encode()

    assert read(content) == {"41": 7, "42": 8}


def test_headings_in_quotes_are_found_by_their_own_delimiter() -> None:
    content = '"سطح";"کد مشتری";"امتیاز, کل";"امتیاز"\n"x;y";"41";"9";"7"\n'

    assert read(content.encode()) == {"41": 7}

"""
Rows that make no sense, or contradict each other, and what is true beside them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from crm_connector.errors import BadSourceData, CustomerNotFound
from crm_connector.model import Contact, ContactKind
from tests.crm_connector.sources.csv.files import FIXTURES, later, opened, write

CLUB = (FIXTURES / "club.csv").read_text("utf-8")
PHONE = Contact(ContactKind.PHONE, "+989121234567")


@pytest.fixture
def club(mapping: Path) -> Path:
    """
    The file of what customers collected.
    """
    return mapping.parent / "club.csv"


async def test_rows_that_make_no_sense_are_named_and_the_others_serve(
    mapping, club
) -> None:
    secret = "+989121111111"
    rows = [
        CLUB.splitlines()[0],
        f"41,{secret},5",
        f"42,{secret},-5",  # line 3
        "",
        f',{secret},"two\nlines"',  # line 5: no id
        "43,,12.5",  # line 7
        f'44,"{secret}"x,1',  # line 8: broken
        "45,,1,more",  # line 9: a cell too many
        "46,,1,,",
        "47,,",  # line 11
        "48",  # line 12
        *(f"{each},gold,5" for each in range(50, 60)),
        "50,silver,5",  # line 23: says another thing than line 13
        "51,gold,5",  # says the same
    ]
    write(club, "\n".join(rows) + "\n", at=later())
    source = opened(mapping)

    with capture_logs() as logs:
        assert (await source.loyalty("41")).points == 5
        assert (await source.loyalty("46")).points == 1
        assert (await source.loyalty("51")).tier == "gold"
        for absent in ("42", "43", "44", "45", "47", "48"):
            with pytest.raises(CustomerNotFound):
                await source.loyalty(absent)
        with pytest.raises(BadSourceData, match="Two rows"):
            await source.loyalty("50")

    (warning,) = [each for each in logs if each["event"].endswith("rows_left_out")]
    broken = "has not the form of a row"
    assert warning["lines"] == [
        "3: امتیاز is negative",
        "5: کد مشتری is empty",
        "7: امتیاز is not a whole number",
        f"8: {broken}",
        f"9: {broken}",
        "11: امتیاز is empty",
        "12: امتیاز is empty",
        "23: says another thing than a row of its id",
    ]
    assert warning["count"] == 8
    assert warning["file"] == "club.csv"
    assert secret not in str(logs)
    await source.close()


async def test_a_customer_without_a_name_is_found_all_the_same(mapping) -> None:
    path = mapping.parent / "customers.csv"
    heading, first, *_ = path.read_text("utf-8").splitlines()
    cells = first.split(",")
    write(path, f"{heading}\n{cells[0]},,,{','.join(cells[3:])}\n")
    source = opened(mapping)

    (found,) = await source.find(PHONE)
    await source.close()

    assert (found.id, found.name) == ("0041", "")


@pytest.mark.parametrize("is_first", [True, False])
async def test_nobody_is_alone_with_a_contact_that_a_disputed_row_has(
    mapping, is_first: bool
) -> None:
    """
    Two rows of one id say different things, and one has Zahra's telephone.
    """
    path = mapping.parent / "customers.csv"
    heading, zahra, *others = path.read_text("utf-8").splitlines()
    disputed = [f"77,Ali,Kazemi,{PHONE.value},,,", "77,Vali,Kazemi,,,,"]
    rows = [*disputed, zahra] if is_first else [zahra, *disputed]
    write(path, "\n".join([heading, *rows, *others]) + "\n")
    source = opened(mapping)

    with pytest.raises(BadSourceData, match="Two rows"):
        await source.find(PHONE, limit=2)
    assert (await source.customer("0041")).phones == (PHONE.value,)
    await source.close()

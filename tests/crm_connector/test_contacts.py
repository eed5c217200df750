"""
Phones and e-mails are compared in one form, however they are written.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector import contacts
from crm_connector.contacts import NOWHERE


@pytest.mark.parametrize(
    "written",
    [
        "+989121234567",
        "0912 123 4567",
        "(0912) 123-45-67",
        "00989121234567",
        "98 912 123 4567",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧",
        "0912-123-4567 ext. 5",
        "\u202a+98 912 123 4567\u202c",
    ],
)
def test_a_phone_has_one_form(written: str) -> None:
    found = contacts.phone(written, "IR")

    assert found is not None
    assert found.value == "+989121234567"


@pytest.mark.parametrize("written", ["", "-", "0000000", "12", "sara", "0" * 300])
def test_what_is_no_phone_is_none(written: str) -> None:
    assert contacts.phone(written, "IR") is None


def test_a_number_that_no_list_knows_is_one_where_it_says_its_country() -> None:
    found = contacts.phone("+98 955 000 1234", "IR")

    assert found is not None
    assert found.value == "+989550001234"
    assert contacts.phone("0955 000 1234", "IR") is None


def test_a_number_without_a_country_is_nobodys_where_none_is_known() -> None:
    assert contacts.phone("0912 123 4567", NOWHERE) is None
    assert contacts.phone("+98 912 123 4567", NOWHERE) is not None


@pytest.mark.parametrize(
    "written", ["sara@example.com", " Sara@Example.COM ", "ｓａｒａ@example.com"]
)
def test_an_address_has_one_form(written: str) -> None:
    found = contacts.email(written)

    assert found is not None
    assert found.value == "sara@example.com"


def test_addresses_of_two_mailboxes_are_two() -> None:
    assert contacts.email("straße@example.com") != contacts.email("strasse@example.com")


@pytest.mark.parametrize(
    "written", ["", "sara", "sara@", "@example.com", "a b@example.com", "a@b", "a@b.c."]
)
def test_what_is_no_address_is_none(written: str) -> None:
    assert contacts.email(written) is None


def test_of_several_each_is_kept_once_and_in_order() -> None:
    texts = ["0912 123 4567", None, "", "021 8888 1111", "+989121234567", "none"]

    assert contacts.phones(texts, "IR") == ("+989121234567", "+982188881111")
    assert contacts.emails(["B@x.ir", None, "a@x.ir", "b@x.ir"]) == ("b@x.ir", "a@x.ir")


@given(st.text())
def test_any_text_is_a_contact_or_none_and_stays_what_it_is(text: str) -> None:
    found = contacts.phone(text, "IR")
    if found is not None:
        assert contacts.phone(found.value, NOWHERE) == found
    address = contacts.email(text)
    if address is not None:
        assert contacts.email(address.value) == address


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("\u200f۰۹۱۲ ۱۲۳ ۴۵۶۷\u200f", "+989121234567"),
        ("\u202aSara@Mail.ir\u202c", "sara@mail.ir"),
        # Given out to nobody yet, as far as the lists know.
        ("0955 808 8434", "+989558088434"),
        ("0912 123", None),
        ("0000000", None),
        ("0" * 300, None),
        ("sara@", None),
        pytest.param("\ud800@mail.ir", None, id="half of a letter"),
        ("سلام", None),
    ],
)
def test_what_is_typed_is_a_phone_or_an_address(
    written: str, value: str | None
) -> None:
    found = contacts.typed(written, "IR")
    assert (found and found.value) == value


def test_a_mask_leaves_what_its_owner_knows_it_by() -> None:
    shown = {
        "+989121234567": "•••4567",
        "sara@mail.ir": "s•••@mail.ir",
    }
    for value, mask in shown.items():
        contact = contacts.typed(value, "IR")
        assert contact is not None
        assert contacts.masked(contact) == mask

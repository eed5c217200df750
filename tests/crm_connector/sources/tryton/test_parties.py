"""
Who a party of Tryton is: language and contacts.
"""

from __future__ import annotations

import pytest

from crm_connector.model import Contact, ContactKind
from crm_connector.sources.payload import read
from crm_connector.sources.tryton import mapping, payload
from tests.crm_connector.sources.tryton.shop import NOW, settings


@pytest.mark.parametrize(
    ("code", "expected"), [("fa_IR", "fa"), ("en", "en"), ("de", None), (None, None)]
)
def test_a_customers_language_is_one_of_ours_or_none(
    code: str | None, expected: str | None
) -> None:
    party = {
        "id": 1,
        "code": "1",
        "rec_name": "[1]",
        "lang.": None if code is None else {"id": 1, "code": code},
        "contact_mechanisms.": [],
    }

    found = mapping.customer(read(payload.Party, party, "t"), settings(), NOW)

    assert found.language == expected
    assert found.name == "[1]"


def test_contacts_that_are_none_are_left_out() -> None:
    kinds = ("mobile", "fax", "email", "other", "other", "website")
    values = (
        "12",
        "021 88776655",
        "nobody",
        "0912 1234567",
        "A@B.example",
        "x.example",
    )
    party = {
        "id": 1,
        "code": "1",
        "rec_name": "x",
        "contact_mechanisms.": [
            {"id": at, "type": kind, "value": value}
            for at, (kind, value) in enumerate(zip(kinds, values, strict=True))
        ],
    }

    found = mapping.customer(read(payload.Party, party, "t"), settings(), NOW)

    assert found.phones == ("+989121234567",)
    assert found.emails == ("a@b.example",)


def test_what_is_on_file_is_compared_in_one_form() -> None:
    home = Contact(ContactKind.PHONE, "+982188776655")
    mail = Contact(ContactKind.EMAIL, "a@b.example")

    def is_it(value: str, wanted: Contact) -> bool:
        on_file = payload.Contact(id=1, type="other", value=value)
        return mapping.is_contact(on_file, wanted, settings())

    assert is_it("(۰۲۱) ۸۸۷۷-۶۶۵۵", home)
    assert not is_it("02188776654", home)
    assert is_it("A@B.Example", mail)
    assert not is_it("xa@b.example", mail)

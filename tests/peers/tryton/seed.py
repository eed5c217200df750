"""
A small shop in an empty Tryton, made through its own workflow (run by its Python).

    python seed.py trytond.conf DATABASE PASSWORD
"""

from __future__ import annotations

import os
import sys
from datetime import date
from decimal import Decimal

from proteus import Model, config
from trytond.modules.account.tests.tools import (
    create_chart,
    create_fiscalyear,
    get_accounts,
)
from trytond.modules.account_invoice.tests.tools import (
    set_fiscalyear_invoice_sequences,
)
from trytond.modules.company.tests.tools import create_company

USER = "hamyar"
GROUPS = ("Sales", "Accounting", "Stock")
NAMES = {
    "shoes": {"en": "Running shoes", "fa": "کفش دویدن", "ar": "حذاء للجري"},
    "coffee": {"en": "Coffee 250 g", "fa": "قهوه ۲۵۰ گرمی", "ar": "قهوة 250 غ"},
    "cloth": {"en": "Linen cloth", "fa": "پارچهٔ کتان", "ar": "قماش كتان"},
    "wrapping": {"en": "Gift wrapping", "fa": "کادوپیچی", "ar": "تغليف هدايا"},
    "box": {"en": "Cardboard box"},
    "old": {"en": "Last year's cap"},
    "post": {"en": "Parcel post"},
    "Shoes": {"en": "Shoes", "fa": "کفش", "ar": "أحذية"},
    "Groceries": {"en": "Groceries", "fa": "خواربار", "ar": "بقالة"},
}


class Seeding:
    """
    The shop as far as it is made.
    """

    def __init__(self, password: str) -> None:
        self.context = config.get_config()._context
        self.languages()
        self.company()
        self.accounts()
        self.categories()
        self.products()
        self.customers()
        self.user(password)

    def languages(self) -> None:
        """
        Persian, which Tryton knows, and Arabic, which it does not.
        """
        languages = Model.get("ir.lang")
        (english,) = languages.find([("code", "=", "en")])
        (arabic,) = english.duplicate(default={"code": "ar", "name": "العربية"})
        (persian,) = languages.find([("code", "=", "fa")])
        arabic.click("load_translations")
        self.lang = {"en": english, "fa": persian, "ar": arabic}

    def named(self, record, key: str) -> None:
        """
        Write the names of a record in every language that has one.
        """
        for language, name in NAMES[key].items():
            type(record).write(
                [record.id], {"name": name}, {**self.context, "language": language}
            )

    def company(self) -> None:
        """
        A shop in Tehran that counts in rials, and sells abroad in euros.
        """
        currencies = Model.get("currency.currency")
        rates = Model.get("currency.currency.rate")
        self.currency = {}
        for code, name, digits, rate in (
            ("IRR", "Rial", 0, "1000000"),
            ("EUR", "Euro", 2, "1"),
        ):
            currency = currencies(
                name=name, code=code, digits=digits, rounding=Decimal(10) ** -digits
            )
            currency.save()
            rates(date=date(2020, 1, 1), rate=Decimal(rate), currency=currency).save()
            self.currency[code] = currency
        create_company(
            party=self.party("فروشگاه نمونه", code="SHOP"),
            currency=self.currency["IRR"],
        )
        companies = Model.get("company.company")
        (company,) = companies.find()
        company.timezone = "Asia/Tehran"
        company.save()
        self.context = config.get_config()._context

    def accounts(self) -> None:
        """
        Accounts, the fiscal year of 2026, and a way to be paid.
        """
        create_chart()
        year = set_fiscalyear_invoice_sequences(
            create_fiscalyear(today=(date(2026, 1, 1), date(2026, 12, 31)))
        )
        year.click("create_period")
        accounts = get_accounts()
        self.revenue, self.expense = accounts["revenue"], accounts["expense"]
        journals = Model.get("account.journal")
        (journal,) = journals.find([("type", "=", "cash")])
        methods = Model.get("account.invoice.payment.method")
        self.paying = methods(
            name="Cash",
            journal=journal,
            credit_account=accounts["cash"],
            debit_account=accounts["cash"],
        )
        self.paying.save()
        terms = Model.get("account.invoice.payment_term")
        term = terms(name="30 days")
        term.lines.new(type="remainder").relativedeltas.new(days=30)
        term.save()
        self.term = term
        sequences = Model.get("ir.sequence")
        (sequence,) = sequences.find([("sequence_type.name", "=", "Sale")])
        sequence.prefix, sequence.number_next = "SO-", 1001
        sequence.save()

    def categories(self) -> None:
        """
        One for the accounts, and two that customers may hear of.
        """
        categories = Model.get("product.category")
        self.accounting = categories(
            name="Goods",
            accounting=True,
            account_revenue=self.revenue,
            account_expense=self.expense,
        )
        self.accounting.save()
        self.category = {}
        for key in ("Shoes", "Groceries"):
            category = categories(name=key)
            category.save()
            self.named(category, key)
            self.category[key] = category

    def products(self) -> None:
        """
        Goods, a service, what is not sold any more and what never was.
        """
        units = Model.get("product.uom")
        (piece,) = units.find([("name", "=", "Unit")])
        (metre,) = units.find([("name", "=", "Meter")])
        templates = Model.get("product.template")
        self.product = {}
        for key, code, kind, unit, price, category in (
            ("shoes", "SH-42", "goods", piece, 4_900_000, "Shoes"),
            ("coffee", "CO-250", "goods", piece, 1_250_005, "Groceries"),
            ("cloth", None, "goods", metre, 800_000, None),
            ("wrapping", None, "service", piece, 150_000, None),
            ("box", None, "goods", piece, 10_000, None),
            ("old", "CAP", "goods", piece, 500_000, None),
            ("post", None, "service", piece, 0, None),
        ):
            template = templates(
                name=key, type=kind, default_uom=unit, list_price=Decimal(price)
            )
            template.salable = key not in ("box", "post")
            template.account_category = self.accounting
            if category:
                template.categories.append(self.category[category])
            template.products[0].suffix_code = code
            template.save()
            self.named(template, key)
            self.product[key] = template.products[0]
        locations = Model.get("stock.location")
        (storage,) = locations.find([("code", "=", "STO")])
        inventories = Model.get("stock.inventory")
        inventory = inventories(location=storage, date=date(2026, 2, 1))
        for key, quantity in (("shoes", 10.0), ("coffee", 40.0), ("cloth", 12.5)):
            line = inventory.lines.new(product=self.product[key])
            line.quantity, line.expected_quantity = quantity, 0.0
        inventory.click("confirm")
        (old,) = templates.find([("name", "=", NAMES["old"]["en"])])
        old.active = False
        old.save()
        carriers = Model.get("carrier")
        self.carrier = carriers(
            party=self.party("پست پیشتاز", code="POST"),
            carrier_product=self.product["post"],
        )
        self.carrier.save()

    def party(self, name: str, code: str, **contacts):
        """
        Somebody, with what they can be reached at.
        """
        parties = Model.get("party.party")
        party = parties(name=name, code=code)
        for kind, values in contacts.items():
            for value in values:
                party.contact_mechanisms.new(type=kind, value=value)
        party.save()
        return party

    def customers(self) -> None:
        """
        A couple that shares a telephone, somebody abroad, and one who has left.
        """
        home = "021-88 77 66 55"
        self.sara = self.party(
            "سارا رضایی",
            "C-1001",
            mobile=["0912 123 45 67"],
            phone=[home],
            email=["Sara.Rezaei@Example.com"],
        )
        self.ali = self.party(
            "علی رضایی", "C-1002", mobile=["۰۹۳۵۷۶۵۴۳۲۱"], phone=["+98 21 8877 6655"]
        )
        self.layla = self.party(
            "Layla Haddad",
            "C-1003",
            mobile=["00971 50 123 4567"],
            email=["layla@example.org"],
        )
        gone = self.party("Gone", "C-1004", phone=[home])
        self.sara.lang, self.layla.lang = self.lang["fa"], self.lang["ar"]
        countries = Model.get("country.country")
        iran = countries(name="Iran", code="IR", code3="IRN")
        iran.save()
        for party in (self.sara, self.ali, self.layla):
            address = party.addresses[0]
            address.party_name = party.name
            address.street_unstructured = "خیابان آزادی\nپلاک ۱۲، واحد ۳"
            address.city, address.postal_code = "تهران", "1234567890"
            address.country = iran
            party.save()
        gone.active = False
        gone.save()

    def user(self, password: str) -> None:
        """
        Whom Hamyar signs in as.
        """
        users, groups = Model.get("res.user"), Model.get("res.group")
        (company,) = Model.get("company.company").find()
        user = users(name="Hamyar", login=USER, password=password)
        user.companies.append(company)
        user.company = company
        user.groups.extend(groups.find([("name", "in", GROUPS)]))
        user.save()

    def sale(self, party, day: date | None, lines, currency="IRR", **more):
        """
        A sale in draft; `lines` are pairs of a product's key and a quantity.
        """
        sales = Model.get("sale.sale")
        sale = sales(party=party, payment_term=self.term, sale_date=day)
        sale.currency = self.currency[currency]
        sale.invoice_method = "order"
        for name, value in more.items():
            setattr(sale, name, value)
        for key, quantity in lines:
            line = sale.lines.new(product=self.product[key])
            line.quantity = float(quantity)
        sale.save()
        return sale

    def quoted(self, *of, **more):
        """
        A sale that was offered: from now on it has a number.
        """
        sale = self.sale(*of, **more)
        sale.click("quote")
        return sale

    def confirmed(self, *of, **more):
        """
        A sale that the customer wants.
        """
        sale = self.quoted(*of, **more)
        sale.click("confirm")
        return sale

    def processing(self, *of, **more):
        """
        A sale under way: its shipment waits and its invoice is a draft.
        """
        sale = self.confirmed(*of, **more)
        sale.click("process")
        return sale

    def sent(self, sale, left: date | None, tracking: str, most=None):
        """
        Let a waiting shipment leave: on `left` for good, else only handed over.
        """
        sale.reload()
        shipment = next(s for s in sale.shipments if s.state == "waiting")
        shipment.carrier = self.carrier
        shipment.effective_date = left
        shipment.save()
        if most is not None:
            for move in shipment.inventory_moves:
                move.quantity = float(most)
            shipment.save()
        shipment.click("assign_force")
        shipment.click("pick")
        shipment.shipping_reference = tracking
        shipment.save()
        types = Model.get("stock.package.type")
        kind = (types.find([("name", "=", "Parcel")]) or [types(name="Parcel")])[0]
        kind.save()
        package = shipment.packages.new(type=kind)
        moves = Model.get("stock.move")
        package.moves.extend(
            moves.find([("id", "in", [m.id for m in shipment.outgoing_moves])])
        )
        shipment.save()
        shipment.click("pack")
        shipment.click("do" if left else "ship")
        sale.reload()
        sale.click("process")

    def billed(self, sale, day: date, *, is_paid: bool = False) -> None:
        """
        Post the invoice, and pay it.
        """
        sale.reload()
        for invoice in sale.invoices:
            invoice.invoice_date = day
            invoice.click("post")
            if is_paid:
                pay = invoice.click("pay")
                pay.form.payment_method = self.paying
                pay.form.date = day
                pay.execute("choice")
                invoice.click("process")
        sale.click("process")

    def sales(self) -> None:
        """
        A sale in every state that customers ask about.
        """
        sara = self.sara
        done = self.processing(sara, date(2026, 3, 2), [("shoes", 1), ("coffee", 2)])
        self.billed(done, date(2026, 3, 3), is_paid=True)
        self.sent(done, date(2026, 3, 4), "RR123456785IR")
        cancelled = self.quoted(sara, date(2026, 3, 20), [("coffee", 1)])
        cancelled.click("cancel")
        handed = self.processing(sara, date(2026, 4, 10), [("coffee", 3)])
        self.billed(handed, date(2026, 4, 11))
        self.sent(handed, None, "RR223456785IR")
        partly = self.processing(sara, date(2026, 4, 15), [("coffee", 5)])
        self.sent(partly, date(2026, 4, 17), "RR323456785IR", 2)
        theirs = self.processing(self.layla, date(2026, 4, 20), [("shoes", 2)])
        self.billed(theirs, date(2026, 4, 21))
        self.processing(
            sara,
            date(2026, 4, 28),
            [("cloth", 2.5), ("wrapping", 1)],
            shipping_date=date(2030, 1, 10),
        )
        self.confirmed(sara, date(2026, 5, 2), [("shoes", 1)])
        self.quoted(sara, None, [("coffee", 1)])
        self.quoted(sara, date(2026, 5, 3), [("wrapping", 3)], currency="EUR")
        prepaid = self.processing(
            sara, date(2026, 5, 4), [("coffee", 4)], shipment_method="invoice"
        )
        self.billed(prepaid, date(2026, 5, 4))
        returned = self.processing(sara, date(2026, 5, 5), [("shoes", -1)])
        self.billed(returned, date(2026, 5, 5))
        self.sale(sara, date(2026, 5, 6), [("coffee", 9)])


def main(conf: str, database: str, password: str) -> None:
    """
    Fill the database.
    """
    os.environ["DB_NAME"] = database
    config.set_trytond(f"sqlite:///{database}", user="admin", config_file=conf)
    config.get_config().skip_warning = True
    Seeding(password).sales()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""
What the Admin API sends about the catalogue and the shelf.
"""

from pydantic import StrictBool, StrictInt, StrictStr

from crm_connector.sources.vendure.shapes import (
    Coded,
    Currency,
    Identified,
    Named,
    Natural,
    Paged,
    Payload,
    Server,
)


class Collections(Payload):
    """
    A page of collections.
    """

    collections: Paged[Named]


class ProductPayload(Named):
    """
    A product of the catalogue.
    """

    class Value(Payload):
        """
        A value of a facet.
        """

        class Facet(Payload):
            """
            What it is a value of.
            """

            code: StrictStr

        id: StrictStr
        facet: Facet

    facet_values: list[Value]


class Products(Payload):
    """
    A page of products.
    """

    products: Paged[ProductPayload]


class Group(Identified):
    """
    A facet or an option group: a code and named things.
    """

    code: StrictStr
    values: list[Coded]


class OptionGroup(Identified):
    """
    An option group.
    """

    code: StrictStr
    options: list[Coded]


class Facets(Payload):
    """
    A page of facets.
    """

    facets: Paged[Group]


class OptionGroups(Payload):
    """
    A page of option groups.
    """

    product_option_groups: Paged[OptionGroup]


class Version(Payload):
    """
    How many there are of everything, and when something of it changed last.
    """

    class Newest(Payload):
        """
        One kind of thing.
        """

        class Item(Payload):
            """
            The one that changed last.
            """

            updated_at: StrictStr

        total_items: StrictInt
        items: list[Item]

    class Count(Payload):
        """
        How many there are.
        """

        total_items: StrictInt

    products: Newest
    enabled: Count
    collections: Newest
    facet_values: Newest
    product_options: Newest


class ShelfVariant(Payload):
    """
    What a variant costs and how many there are.
    """

    class Level(Payload):
        """
        At one place.
        """

        stock_on_hand: StrictInt
        stock_allocated: StrictInt

    enabled: StrictBool
    price_with_tax: Natural
    currency_code: Currency
    track_inventory: StrictStr
    use_global_out_of_stock_threshold: StrictBool
    out_of_stock_threshold: StrictInt
    stock_levels: list[Level]


class Shelf(Payload):
    """
    Products now, and what holds for those that say nothing themselves.
    """

    class Settings(Server):
        """
        What holds for the whole shop.
        """

        track_inventory: StrictBool
        out_of_stock_threshold: StrictInt

    class Product(Identified):
        """
        A product.
        """

        variants: list[ShelfVariant]

    global_settings: Settings
    products: Paged[Product]

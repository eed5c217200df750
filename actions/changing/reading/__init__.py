"""
From a customer's words to what is meant, against the closed lists of the order at hand.

Pure functions, in four ways of writing: fa, fa-Latn, ar, en. Any text can be read.
"""

from actions.changing.reading.afterwards import (
    asks_if_done,
    number_like,
    said_besides,
    stays,
    takes_back,
)
from actions.changing.reading.amending import amended, bare_code
from actions.changing.reading.amounts import is_of_number, tells_to_change
from actions.changing.reading.cutting import pieces
from actions.changing.reading.days import days_ago
from actions.changing.reading.known import (
    Asked,
    Asking,
    Choice,
    Known,
    Piece,
    Said,
)
from actions.changing.reading.listing import (
    named_alike,
    says_all_orders,
    spares_one,
    spares_some,
)
from actions.changing.reading.methods import says_other_card
from actions.changing.reading.options import names_size
from actions.changing.reading.orders import (
    is_as_other_order,
    is_named_widely,
    is_placed,
    never_comes,
    options_named,
    orders_meant,
    spared,
    values_said,
    words_of_things,
)
from actions.changing.reading.owned import changes_owned
from actions.changing.reading.postal import has_ten_digits
from actions.changing.reading.quantities import is_of_time, only_said, pieces_said
from actions.changing.reading.saying import (
    adds,
    asks_address,
    begins_with_yes,
    comes_instead,
    has_limits,
    has_reserve,
    is_denied,
    is_half_yes,
    is_nod,
    is_of_data,
    keeps_address,
    names_own_place,
    orders_named,
    place_said,
    read,
    says_all,
    says_opened,
    says_postal_code,
    says_whether_opened,
    things_added,
    unopened_said,
)

__all__ = [
    "Asked",
    "Asking",
    "Choice",
    "Known",
    "Piece",
    "Said",
    "adds",
    "amended",
    "asks_address",
    "asks_if_done",
    "bare_code",
    "begins_with_yes",
    "changes_owned",
    "comes_instead",
    "days_ago",
    "has_limits",
    "has_reserve",
    "has_ten_digits",
    "is_as_other_order",
    "is_denied",
    "is_half_yes",
    "is_named_widely",
    "is_nod",
    "is_of_data",
    "is_of_number",
    "is_of_time",
    "is_placed",
    "keeps_address",
    "named_alike",
    "names_own_place",
    "names_size",
    "never_comes",
    "number_like",
    "only_said",
    "options_named",
    "orders_meant",
    "orders_named",
    "pieces",
    "pieces_said",
    "place_said",
    "read",
    "said_besides",
    "says_all",
    "says_all_orders",
    "says_opened",
    "says_other_card",
    "says_postal_code",
    "says_whether_opened",
    "spared",
    "spares_one",
    "spares_some",
    "stays",
    "takes_back",
    "tells_to_change",
    "things_added",
    "unopened_said",
    "values_said",
    "words_of_things",
]

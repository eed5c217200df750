"""
What can go wrong between Hamyar and a shop's systems.

    CrmError
    ├── SourceUnavailable      it may work later: unreachable, too slow, locked
    ├── SourceRejected         it will not work until somebody mends it
    │   └── BadMapping         the mapping file names what is not there
    ├── BadSourceData          a row or an answer that makes no sense
    ├── NotFound               there is no such record for this customer
    │   ├── CustomerNotFound
    │   └── OrderNotFound
    ├── NotProven              the caller has not proven who they are
    ├── NotConfirmed           the caller has not said yes to a change
    ├── CodeRefused            a one-time code proves nothing
    │   ├── CodeWrong          it is another one
    │   └── CodeOver           there is none, or it is too old or used up
    ├── TooManyCodes           codes were asked for too often
    ├── NotSupported           no source of this shop can do it
    ├── Refused                the system's rules forbid this change now
    │   ├── DueChanged         it would cost something else than was said
    │   └── OutOfStock         there is less of it than is wanted
    ├── NotGivenBack           an order was cancelled, and not its money given back
    └── OutcomeUnknown         a change was sent and no answer came back

Each branch says whose turn it is: wait, the operator, the shop's data, the customer, a
person at the desk; after `OutcomeUnknown` one looks first at what happened.
"""

from __future__ import annotations

from crm_connector.model import Assurance


class CrmError(Exception):
    """
    Any failure of the connector; `source` names the system it came from.
    """

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(message)
        self.source = source


class SourceUnavailable(CrmError):
    """
    The system could not be reached in time; the same question may work later.

    `retry_after` is how many seconds it asked for, if it said so.
    """

    def __init__(
        self, message: str, *, source: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message, source=source)
        self.retry_after = retry_after


class SourceRejected(CrmError):
    """
    The system refused us: credentials or configuration must be mended.

    `status` is HTTP's word for it, if it came that way.
    """

    def __init__(
        self, message: str, *, source: str = "", status: int | None = None
    ) -> None:
        super().__init__(message, source=source)
        self.status = status


class BadMapping(SourceRejected):
    """
    The mapping file is wrong: the message names the place and the nearest match.
    """


class BadSourceData(CrmError):
    """
    The system answered with something that makes no sense.
    """


class NotFound(CrmError):
    """
    There is no such record, or it is not this customer's: both sound alike.
    """


class CustomerNotFound(NotFound):
    """
    The system knows no such customer.
    """


class OrderNotFound(NotFound):
    """
    This customer has no such order.
    """


class NotProven(CrmError):
    """
    The caller's assurance is below what the question needs, which is `needed`.
    """

    def __init__(
        self, message: str, *, source: str = "", needed: Assurance = Assurance.PROVEN
    ) -> None:
        super().__init__(message, source=source)
        self.needed = needed


class NotConfirmed(CrmError):
    """
    A change was asked for without the customer's explicit yes.
    """


class CodeRefused(CrmError):
    """
    What was typed is no proof.
    """


class CodeWrong(CodeRefused):
    """
    It is not the code; there are `left` tries left.
    """

    def __init__(self, message: str, *, left: int, source: str = "") -> None:
        super().__init__(message, source=source)
        self.left = left


class CodeOver(CodeRefused):
    """
    There is no code to try (any more): another one must be asked for.
    """


class TooManyCodes(CrmError):
    """
    Codes were asked for too often; in `retry_after` seconds there may be another.
    """

    def __init__(self, message: str, *, retry_after: float, source: str = "") -> None:
        super().__init__(message, source=source)
        self.retry_after = retry_after


class NotSupported(CrmError):
    """
    No source declares the capability that this needs.
    """


class Refused(CrmError):
    """
    The system does not allow this change of this record now; nothing was changed.
    """


class DueChanged(Refused):
    """
    It would cost something else now than was said; nothing was changed.
    """


class OutOfStock(Refused):
    """
    There is less of it than is wanted; `variant_id` says of what, `left` how many.
    """

    def __init__(
        self, message: str, *, variant_id: str, left: int, source: str = ""
    ) -> None:
        super().__init__(message, source=source)
        self.variant_id = variant_id
        self.left = left


class NotGivenBack(CrmError):
    """
    The order is cancelled; what was paid for it is not known to be on its way back.

    It is for people to look: sent once more it might be given back twice.
    """


class OutcomeUnknown(CrmError):
    """
    A change was sent, but whether it happened is not known: look before trying again.
    """

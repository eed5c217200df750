"""
What a system sent, read into a typed shape; `BadSourceData` says where it is wrong.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, Extra, ValidationError

from crm_connector.errors import BadSourceData


class Payload(BaseModel, extra=Extra.ignore, allow_mutation=False):
    """
    A shape of which only the fields that we use are named.
    """


P = TypeVar("P", bound=Payload)


def read(shape: type[P], content: object, source: str) -> P:
    """
    The content as this shape.

    The error names the first place that is wrong and not the value, which may be
    personal.
    """
    if not isinstance(content, dict):
        # pydantic would make a record of pairs.
        raise BadSourceData(f"{shape.__name__} is not an object.", source=source)
    try:
        return shape.parse_obj(content)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadSourceData(
            f"{shape.__name__}.{place} makes no sense.", source=source
        ) from None

"""
What a system sent, read into a typed shape; `BadSourceData` says where it is wrong.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, Extra, ValidationError, validator

from crm_connector.errors import BadSourceData

if TYPE_CHECKING:
    from pydantic.fields import ModelField


class Payload(BaseModel, extra=Extra.ignore, allow_mutation=False):
    """
    A shape of which only the fields that we use are named.
    """

    @validator("*", pre=True, each_item=True)
    @classmethod
    def _no_number_instead(cls, value: Any, field: ModelField) -> Any:
        # pydantic would make a name of 7, and a moment in 1970 of 7 or "7".
        if field.type_ is str and not isinstance(value, str):
            raise ValueError("is not a text")
        if field.type_ in (date, datetime) and _is_number(value):
            raise ValueError("is not a date")
        return value


def _is_number(value: object) -> bool:
    if not isinstance(value, str):
        return isinstance(value, int | float)
    try:
        float(value)
    except ValueError:
        return False
    return True


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

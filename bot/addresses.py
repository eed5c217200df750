"""
Addresses of the network and of pages, as far as they say who comes from where.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def address_key(host: str | None) -> str:
    """
    Give what counts as one address: of IPv6 the network that one customer gets.
    """
    if host is None:
        return "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


def is_same_place(origin: str, host: str) -> bool:
    """
    Tell whether a page of `origin` is one of ours, who are asked as `host`.

    A proxy may have ended TLS before us, so the scheme is taken from the page.
    """
    place = _place(origin)
    scheme = origin.partition("://")[0].lower()
    return place is not None and place == _place(f"{scheme}://{host}")


def _place(origin: str) -> tuple[str, int] | None:
    """
    Give host and port of an origin, None if it is not one of a page.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname, port or _PORTS[parts.scheme]

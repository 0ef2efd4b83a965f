"""Keys of services: filled into a request on the wire, and taken out of whatever comes back.

Belongs here: placeholders and their replacement. Does not belong here: where keys come from, which source needs one.
"""

from collections.abc import Mapping
from urllib.parse import quote

HIDDEN = "[key]"
Secrets = Mapping[str, str]
"""Placeholder, as it stands in an address or a header, to the text it stands for."""


def fill_url(url: str, secrets: Secrets) -> str:
    """The address as it is sent."""
    for placeholder, secret in secrets.items():
        url = url.replace(placeholder, quote(secret, safe=""))
    return url


def fill_headers(headers: Mapping[str, str], secrets: Secrets) -> dict[str, str]:
    """The headers as they are sent."""
    filled = dict(headers)
    for placeholder, secret in secrets.items():
        filled = {name: value.replace(placeholder, secret) for name, value in filled.items()}
    return filled


def hide(text: str, secrets: Secrets) -> str:
    """The text without any secret, whichever way it was written."""
    for secret in filter(None, secrets.values()):
        text = text.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN)
    return text


def hide_bytes(body: bytes, secrets: Secrets) -> bytes:
    """The body without any secret: services are known to repeat an application's id in the links they give."""
    for secret in filter(None, secrets.values()):
        body = body.replace(secret.encode(), HIDDEN.encode()).replace(quote(secret, safe="").encode(), HIDDEN.encode())
    return body

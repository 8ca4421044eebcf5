"""Random identifiers that cannot be guessed."""

from __future__ import annotations

import hashlib
import secrets

#: No letters that look like digits.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_token(octets: int = 24) -> str:
    """A random URL-safe token."""
    return secrets.token_urlsafe(octets)


def new_ref() -> str:
    """A random name for a row in an address: 100 bits, letters and digits only, so that it reads well anywhere."""
    return "".join(secrets.choice(_LETTERS) for _ in range(20))


def digest_of(token: str) -> str:
    """What is stored instead of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()

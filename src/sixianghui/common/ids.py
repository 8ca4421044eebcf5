"""Random identifiers that cannot be guessed."""

from __future__ import annotations

import hashlib
import secrets


def new_token(octets: int = 24) -> str:
    """A random URL-safe token."""
    return secrets.token_urlsafe(octets)


def digest_of(token: str) -> str:
    """What is stored instead of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()

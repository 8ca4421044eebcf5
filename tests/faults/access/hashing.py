"""A password hasher that counts how often it was made to work."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    """Every check of a password and every new one goes through `encode`."""

    calls: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.calls += 1
        return str(super().encode(password, salt))

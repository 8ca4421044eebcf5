"""Sealing and opening bytes: AES-256-GCM or SM4-GCM from `cryptography`. Pure.

A key is always 32 random bytes; SM4 takes the first 16. What is sealed says nothing of itself: whoever opens it
must bring the same `bound` (what the value belongs to), or gets `Forged`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY, _NONCE, _TAG = 32, 12, 16


class Forged(Exception):
    """It was sealed with another key, belongs elsewhere, or was changed."""


@dataclass(frozen=True)
class Suite:
    """One way of sealing, under the name that is stored beside a key."""

    name: str
    seal: Callable[[bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes], bytes]


def _aes_seal(key: bytes, text: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, bound)


def _aes_open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)


def _sm4_seal(key: bytes, text: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    maker = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    maker.authenticate_additional_data(bound)
    return nonce + maker.update(text) + maker.finalize() + maker.tag


def _sm4_open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
    opener = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, tag)).decryptor()
    opener.authenticate_additional_data(bound)
    return opener.update(body) + opener.finalize()


SUITES = {
    "aes": Suite("aes", _aes_seal, _aes_open),
    "sm4": Suite("sm4", _sm4_seal, _sm4_open),
}


def new_key() -> bytes:
    """A random key, for either suite."""
    return secrets.token_bytes(KEY)


def seal(suite: str, key: bytes, text: bytes, bound: str) -> bytes:
    """Seal `text` so that it opens only with this key and this `bound`."""
    return SUITES[suite].seal(key, text, bound.encode())


def unseal(suite: str, key: bytes, sealed: bytes, bound: str) -> bytes:
    """What was sealed; raises `Forged`."""
    if suite not in SUITES or len(sealed) < _NONCE + _TAG:
        raise Forged
    try:
        return SUITES[suite].open(key, sealed, bound.encode())
    except (InvalidTag, ValueError) as error:
        raise Forged from error

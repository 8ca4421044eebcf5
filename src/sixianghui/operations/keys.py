"""The backup keys: a file with one line each, an id and 64 hex digits. The last is in force, those above still open.

Another file than the vault's, and another key: whoever has an archive and this key has what lies in the archive; the
vault's master key, without which the encrypted fields stay shut, is in no archive.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY, _NONCE = 32, 12


class KeyFault(Exception):
    """There is no key, or not the right one. The text is a sentence for people; it holds no secret."""


def make(path: Path) -> str:
    """Put a new key in force; returns its id. Those before stay."""
    there = _lines(path) if path.exists() else {}
    name = f"b{secrets.token_hex(4)}"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(
            f"{one} {key.hex()}\n" for one, key in {**there, name: secrets.token_bytes(_KEY)}.items()
        )
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return name


def current(path: Path) -> str:
    """The id of the key in force."""
    return list(_read(path))[-1]


def names(path: Path) -> list[str]:
    """The ids of all keys in the file."""
    return list(_read(path))


def wrap(path: Path, key: bytes, bound_to: bytes) -> tuple[str, str]:
    """The id of the key in force, and `key` sealed with it."""
    name, master = list(_read(path).items())[-1]
    return name, b64encode(_seal(master, key, bound_to)).decode()


def unwrap(path: Path, name: str, wrapped: str, bound_to: bytes) -> bytes:
    """What was wrapped. Raises `KeyFault`."""
    master = _read(path).get(name)
    if master is None:
        raise KeyFault(f"打不开：这份备份要用编号 {name} 的备份密钥，{path.name} 里没有它。")
    try:
        sealed = b64decode(wrapped)
        return AESGCM(master).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise KeyFault(f"打不开：备份密钥 {name} 对不上，或者档案的开头被改过。") from error


def _seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _read(path: Path) -> dict[str, bytes]:
    if not path.is_file():
        raise KeyFault(
            f"没有备份密钥的文件 {path}。先用 sixianghui backup key 做一个，或者把留存的那份放回来。"
        )
    return _lines(path)


def _lines(path: Path) -> dict[str, bytes]:
    try:
        found = {
            name: bytes.fromhex(digits) for name, digits in map(str.split, path.read_text().splitlines())
        }
    except ValueError:
        found = {}
    if not found or any(len(key) != _KEY for key in found.values()):
        raise KeyFault(f"备份密钥的文件 {path} 不完整，请用留存的那份。")
    return found

"""The room's two keys: files of mode 0600 in the data folder, made when first needed.

`audit_digest_key` turns personal data into digests: whoever holds it can try out names and addresses, so it
is as secret as the data; it stays the same for the life of the chain, which is why it is not Django's secret
key. `audit_anchor_key` signs anchors; its public half lies beside the anchors for everybody.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

DIGEST_LENGTH = 32


def digest_of(kind: str, value: str) -> str:
    """What stands in the chain instead of personal data: the first 128 bits of a keyed digest, in hex.

    The same value of the same kind always gives the same digest, so acts from one address can be seen
    together.
    """
    key = _read_or_make("audit_digest_key", lambda: secrets.token_bytes(32))
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:DIGEST_LENGTH]


def anchor_key() -> Ed25519PrivateKey:
    """The key that signs anchors."""
    raw = _read_or_make(
        "audit_anchor_key",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
    )
    return Ed25519PrivateKey.from_private_bytes(raw)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half, in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _read_or_make(name: str, make: Callable[[], bytes]) -> bytes:
    path = Path(settings.DATA) / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(make().hex())
                file.flush()
                os.fsync(file.fileno())
            os.link(fresh, path)  # the first one wins when two processes start together
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise RuntimeError(f"密钥文件 {path} 不完整，请从备份恢复。")
    return key

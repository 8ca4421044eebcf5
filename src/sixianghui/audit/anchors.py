"""Anchors: signed heads of the chain, one a line, to be kept elsewhere as well.

The chain alone cannot show that its tail was cut off or that all of it was written anew; an anchor can.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from sixianghui.audit import keys, verifier
from sixianghui.common.errors import Conflict


@dataclass(frozen=True)
class Anchor:
    """The chain had `digest` at `seq`; signed at `at` (UTC)."""

    seq: int
    digest: str
    at: str
    signature: str = ""

    def signed(self, key: Ed25519PrivateKey) -> Anchor:
        """The same with its signature: Ed25519 over the canonical JSON of seq, digest and at, in hex."""
        return Anchor(self.seq, self.digest, self.at, key.sign(self.message()).hex())

    def message(self) -> bytes:
        """What is signed."""
        content = {"seq": self.seq, "digest": self.digest, "at": self.at}
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()

    def is_genuine(self, key: Ed25519PrivateKey) -> bool:
        """Whether our key signed it."""
        try:
            key.public_key().verify(bytes.fromhex(self.signature), self.message())
        except (InvalidSignature, TypeError, ValueError):
            return False
        return True


def folder() -> Path:
    """Where anchors and the public key lie."""
    return Path(settings.DATA) / "audit"


def path() -> Path:
    """The file of anchors."""
    return folder() / "anchors.jsonl"


def kept() -> list[Anchor]:
    """The anchors in the file, oldest first. Raises `Conflict` when a finished line is none."""
    if not path().exists():
        return []
    try:
        return [Anchor(**line) for line in verifier.rows_of(path())]
    except (TypeError, ValueError) as error:
        sentence = _("锚的文件 %(path)s 里有读不出来的行，请用留在别处的那一份核对。")
        raise Conflict(sentence % {"path": path()}) from error


def lay_beside(key: Ed25519PrivateKey, stands: Callable[[Anchor], bool]) -> int:
    """Take lines that `stands` does not want, or that are no anchors, into a file beside, and a public key that is not ours;
    how many lines. Nothing is thrown away: first it is on the disk there, only then it is gone here."""
    public = folder() / "anchor_key.pem"
    if public.exists() and public.read_text() != keys.public_text(key):
        _add(folder() / "anchor_key-set-back.pem", public.read_bytes())
        _write_anew(public, keys.public_text(key).encode())
    if not path().exists():
        return 0
    staying: list[bytes] = []
    going: list[bytes] = []
    for line in path().read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):  # an unfinished one is none
            anchor = _read(line)
            (staying if anchor is not None and stands(anchor) else going).append(line)
    if going:
        _add(path().with_name("anchors-set-back.jsonl"), b"".join(going))
        _write_anew(path(), b"".join(staying))
    return len(going)


def _read(line: bytes) -> Anchor | None:
    try:
        return Anchor(**json.loads(line))
    except (TypeError, ValueError):
        return None


def _add(target: Path, content: bytes) -> None:
    with target.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write_anew(target: Path, content: bytes) -> None:
    fresh = target.with_name(f"{target.name}.new")
    fresh.unlink(missing_ok=True)
    _add(fresh, content)
    fresh.replace(target)


def append(anchor: Anchor, key: Ed25519PrivateKey) -> None:
    """Write one more line, durably, and the public key if it is not there yet."""
    public = folder() / "anchor_key.pem"
    if not public.exists():
        public.write_text(keys.public_text(key))
    line = json.dumps(vars(anchor), sort_keys=True, separators=(",", ":"))
    with path().open("r+b" if path().exists() else "w+b") as file:
        whole = file.read()
        file.seek(whole.rfind(b"\n") + 1)  # a line that a crash left unfinished gives way
        file.truncate()
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def alone() -> Iterator[None]:
    """Hold the folder, so that two processes do not write anchors at once."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "anchors.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

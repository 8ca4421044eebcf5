"""Master keys: what wraps the data keys. Outside the database, behind an interface that a KMS or an HSM can fill.

The usual provider keeps them in `<data>/secrets/vault_master_key`, mode 0600: one line each, an id and 64 hex
digits. The last line is in force; those above are still accepted, so that a change needs no moment without a key.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sixianghui.common.errors import HouseError
from sixianghui.vault import cipher


class CannotOpen(HouseError):
    """An encrypted value or a key cannot be opened; nothing of it is ever shown instead."""

    status = 503


class Masters(Protocol):
    """Who wraps data keys. A wrapped key is a text that names the master key which made it."""

    def wrap(self, key: bytes, label: str) -> str: ...

    def unwrap(self, wrapped: str, label: str) -> bytes: ...

    def master_of(self, wrapped: str) -> str:
        """The id of the master key that wrapped this."""
        ...

    def current(self) -> str:
        """The id of the one in force."""
        ...

    def renew(self) -> str:
        """Put a new one in force; those before stay accepted."""
        ...

    def forget(self, kept: set[str]) -> list[str]:
        """Throw away all but the one in force and those in `kept`; return the ids of those thrown away."""
        ...


@dataclass(frozen=True)
class FileMasters:
    """Master keys in a file. It is made when nothing has been wrapped yet, and never behind anybody's back after."""

    path: Path

    def wrap(self, key: bytes, label: str) -> str:
        name, master = list(self._read().items())[-1]
        sealed = cipher.seal("aes", master, key, f"{name}|{label}")
        return f"{name}.{b64encode(sealed).decode()}"

    def unwrap(self, wrapped: str, label: str) -> bytes:
        name, _dot, body = wrapped.partition(".")
        master = self._read().get(name)
        if master is None:
            raise CannotOpen(
                _("打不开加密的内容：主密钥 %(name)s 不在密钥文件里。请从备份恢复 %(path)s。")
                % {"name": name, "path": self.path.name}
            )
        try:
            return cipher.unseal("aes", master, b64decode(body), f"{name}|{label}")
        except (cipher.Forged, ValueError) as error:
            raise CannotOpen(
                _("打不开加密的内容：主密钥 %(name)s 对不上。请从备份恢复 %(path)s。")
                % {"name": name, "path": self.path.name}
            ) from error

    def master_of(self, wrapped: str) -> str:
        return wrapped.partition(".")[0]

    def current(self) -> str:
        return list(self._read())[-1]

    def found(self) -> None:
        """Make the first master key, unless there is one."""
        if self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._written({_new_name(): cipher.new_key()})
        try:
            os.link(fresh, self.path)  # the first one wins when two processes start together
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        self._settle()

    def renew(self) -> str:
        name = _new_name()
        self._replace({**self._read(), name: cipher.new_key()})
        return name

    def forget(self, kept: set[str]) -> list[str]:
        keys = self._read()
        last = list(keys)[-1]
        gone = [name for name in keys if name != last and name not in kept]
        if gone:
            self._replace({name: key for name, key in keys.items() if name not in gone})
        return gone

    def _read(self) -> dict[str, bytes]:
        try:
            lines = self.path.read_text().split("\n")
            keys = {name: bytes.fromhex(digits) for name, digits in (one.split() for one in lines if one)}
        except FileNotFoundError as error:
            raise CannotOpen(
                _("打不开加密的内容：主密钥文件不见了。请从备份恢复 %(path)s。") % {"path": self.path.name}
            ) from error
        except ValueError:
            keys = {}
        if not keys or any(len(key) != cipher.KEY for key in keys.values()):
            raise CannotOpen(
                _("打不开加密的内容：主密钥文件不完整。请从备份恢复 %(path)s。") % {"path": self.path.name}
            )
        return keys

    def _replace(self, keys: dict[str, bytes]) -> None:
        self._written(keys).replace(self.path)
        self._settle()

    def _written(self, keys: dict[str, bytes]) -> Path:
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}.{secrets.token_hex(4)}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(f"{name} {key.hex()}\n" for name, key in keys.items())
            file.flush()
            os.fsync(file.fileno())
        return fresh

    def _settle(self) -> None:
        """The folder remembers the file before any row that needs it is committed."""
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _new_name() -> str:
    return f"m{secrets.token_hex(4)}"


_installed: list[Masters] = []


def install(masters: Masters | None) -> None:
    """Use another provider (a KMS, an HSM) from now on; None brings the file back. Called in `AppConfig.ready()`."""
    _installed[:] = [masters] if masters is not None else []


def installed() -> Masters:
    """The provider in use."""
    return _installed[0] if _installed else FileMasters(Path(settings.DATA) / "secrets" / "vault_master_key")

"""A text that is stored encrypted and bound to its place: table, row, field and key.

In the database it is `v1.<key id>.<base64>`. Copied to another row, field or table it does not open.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from sixianghui.vault import cipher, keyring
from sixianghui.vault.masters import CannotOpen

VERSION = "v1"
HIDDEN = "••••••"


class Sealed:
    """What stands in the database. Printed anywhere, it shows nothing."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def key_id(self) -> str:
        """The key it was sealed with; empty for what is no sealed value."""
        parts = self.text.split(".")
        return parts[1] if len(parts) == 3 and parts[0] == VERSION else ""

    def __str__(self) -> str:
        return HIDDEN

    __repr__ = __str__


class _Plain:
    """A text that code has put in and that is not saved yet; a dump of the object does not show it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return HIDDEN


class _Attribute(DeferredAttribute):
    """Opens the value when somebody reads it, and not before."""

    field: EncryptedTextField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname)
        if held is None:
            held = super().__get__(instance, cls)
        if isinstance(held, _Plain):
            return held.text
        return self.field.opened(held, instance) if isinstance(held, Sealed) else held

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = _Plain(value) if isinstance(value, str) else value


class EncryptedTextField(models.TextField):
    """A text field that is encrypted in the database.

    `bound_to` names a unique text field of the same model that is set before the first save and never changes.
    Such a value is neither searched nor sorted by (keep a `vault.blind_index` beside it), nor written by
    `update()`, `bulk_update()` or a fixture: those do not know the row. An empty text stays empty.
    """

    descriptor_class = _Attribute

    def __init__(
        self, *args: Any, bound_to: str = "ref", klass: str = keyring.RESTRICTED, **more: Any
    ) -> None:
        if more.get("unique") or more.get("db_index") or more.get("primary_key"):
            raise TypeError("an encrypted field is never the same twice: index a blind_index instead")
        self.bound_to, self.klass = bound_to, klass
        super().__init__(*args, **more)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, more = super().deconstruct()
        if self.bound_to != "ref":
            more["bound_to"] = self.bound_to
        if self.klass != keyring.RESTRICTED:
            more["klass"] = self.klass
        return name, path, args, more

    def check(self, **more: Any) -> list[checks.CheckMessage]:
        found = super().check(**more)
        names = {field.name: field for field in self.model._meta.concrete_fields}
        place = names.get(self.bound_to)
        if place is None or not place.unique or place.primary_key:
            found.append(
                checks.Error(
                    f"bound_to={self.bound_to!r} is no unique field of the model", obj=self, id="vault.E001"
                )
            )
        return found

    # --- between the object and the database -------------------------------------------------------------------------

    def from_db_value(self, value: str | None, *_rest: object) -> Sealed | str | None:
        return Sealed(value) if value else value

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | str | None:
        held = instance.__dict__.get(self.attname)
        if isinstance(held, Sealed) and held.key_id == keyring.in_force(self.klass):
            return held
        text = getattr(instance, self.attname)
        if not isinstance(text, str) or not text:
            return text
        return self.sealed(text, self._row(instance))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.text
        if value is None or value == "":
            return value
        raise TypeError(f"{self.name} is encrypted for one row: set it on the object and save that")

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Sealed) else super().to_python(value)

    def get_lookup(self, name: str) -> Any:
        if name != "isnull":
            raise FieldError(f"{self.name} is encrypted; search by a blind_index kept beside it")
        return super().get_lookup(name)

    # --- sealing -----------------------------------------------------------------------------------------------------

    def sealed(self, text: str, row: str) -> Sealed:
        """Seal a text for a row with the key in force."""
        key_id = keyring.in_force(self.klass)
        suite, key = keyring.opened(key_id)
        body = cipher.seal(suite, key, text.encode(), self._bound(row, key_id))
        return Sealed(f"{VERSION}.{key_id}.{b64encode(body).decode()}")

    def unsealed(self, sealed: Sealed, row: str) -> str:
        """The text of a row's sealed value. Raises `CannotOpen`; what cannot be opened is never shown."""
        if not sealed.key_id:
            raise CannotOpen(_("打不开加密的内容：存的不是密文，可能被人改过。请从备份恢复。"))
        suite, key = keyring.opened(sealed.key_id)
        try:
            body = b64decode(sealed.text.rpartition(".")[2], validate=True)
            return cipher.unseal(suite, key, body, self._bound(row, sealed.key_id)).decode()
        except (cipher.Forged, binascii.Error) as error:
            raise CannotOpen(_("打不开加密的内容：它不属于这一行，或者密钥不对。请从备份恢复。")) from error

    def opened(self, sealed: Sealed, instance: models.Model) -> str:
        """The text in an object."""
        return self.unsealed(sealed, self._row(instance))

    def _row(self, instance: models.Model) -> str:
        row = getattr(instance, self.bound_to)
        if not isinstance(row, str) or not row:
            raise TypeError(f"{self.bound_to} must be set before {self.name} is encrypted")
        return row

    def _bound(self, row: str, key_id: str) -> str:
        return f"{self.model._meta.db_table}|{row}|{self.name}|{key_id}"

"""Keys in use: the one in force for a class, any one by its id, and the index key.

Which key is in force is asked of the database at each write, so that no process goes on with a retired one; what a
key id stands for never changes and is remembered.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sixianghui.vault import cipher, masters
from sixianghui.vault.masters import CannotOpen
from sixianghui.vault.models import DataKey

RESTRICTED, INDEX = "restricted", "index"
_opened: dict[str, tuple[str, bytes]] = {}


def in_force(klass: str) -> str:
    """The id of the key with which values of this class are sealed now; made when there is none yet."""
    found = DataKey.objects.filter(klass=klass, retired_at__isnull=True).values_list("pk", flat=True).first()
    if found:
        return str(found)
    try:
        with transaction.atomic():
            return make(klass).pk
    except IntegrityError:  # another process made it at the same moment
        return str(DataKey.objects.values_list("pk", flat=True).get(klass=klass, retired_at__isnull=True))


def make(klass: str, *, now: dt.datetime | None = None) -> DataKey:
    """A new key in force, in the caller's transaction. Nobody else may be in force then."""
    provider = masters.installed()
    if isinstance(provider, masters.FileMasters) and not DataKey.objects.exists():
        provider.found()
    key = DataKey(
        id=f"d{secrets.token_hex(5)}", klass=klass, suite=settings.VAULT_SUITE, made_at=now or timezone.now()
    )
    key.wrapped = provider.wrap(cipher.new_key(), key.label)
    key.save(force_insert=True)
    return key


def opened(key_id: str) -> tuple[str, bytes]:
    """The suite and the bytes of a key. Raises `CannotOpen` for one that is unknown, removed or wrapped otherwise."""
    if key_id not in _opened:
        key = DataKey.objects.filter(pk=key_id).first()
        if key is None:
            raise CannotOpen(
                _("打不开加密的内容：没有编号为 %(key)s 的密钥。请从备份恢复。") % {"key": key_id}
            )
        if key.removed_at:
            raise CannotOpen(_("打不开加密的内容：密钥 %(key)s 已经销毁。") % {"key": key_id})
        _opened[key_id] = (key.suite, masters.installed().unwrap(key.wrapped, key.label))
    return _opened[key_id]


def forget() -> None:
    """Forget the keys this process remembers; the next use unwraps them again."""
    _opened.clear()


def blind_index(kind: str, value: str) -> str:
    """What an encrypted value is searched by: a keyed digest in hex, the same for the same value of the same kind.

    Spelling that makes no difference (full-width digits, case, spaces around) is ignored. Phone and ID numbers are
    few enough to try them all, so the index key is as secret as the data. It does not change with rotation.
    """
    plain = unicodedata.normalize("NFKC", value).strip().casefold()
    _suite, key = opened(in_force(INDEX))
    return hmac.new(key, f"{kind}\0{plain}".encode(), hashlib.sha256).hexdigest()

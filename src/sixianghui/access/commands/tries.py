"""The count of tries that were not proved right, and the audit of who came in and who did not."""

from __future__ import annotations

import datetime as dt

from allauth.core.internal.cryptokit import normalize_user_code
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.models import Account, FailedSignIn, SpentCode
from sixianghui.audit import public as audit
from sixianghui.common import ids

#: Codes of the second step are counted by account alone: whoever tries them has given the password already.
_ANYWHERE = "::"


def begin_try(name: str, address: str, *, now: dt.datetime | None = None) -> bool:
    """Count a try of this name from this address before its password is looked at; False: it has to wait.

    The try is written first and counted afterwards, so that of many at the same moment no more than five get through,
    whatever the database and however many processes.
    """
    moment = now or timezone.now()
    source = rules.source_of(address)
    mine = _write(_name_key(name), source, moment)
    others = _others(mine).filter(address=source)
    if rules.must_wait(others.filter(name_digest=mine.name_digest).count()) or rules.address_must_wait(
        others.count(), others.filter(at__gt=moment - dt.timedelta(minutes=1)).count()
    ):
        mine.delete()
        return False
    return True


def begin_code(account: Account, *, now: dt.datetime | None = None) -> bool:
    """Count a try of a code of the second step; False: it has to wait."""
    moment = now or timezone.now()
    mine = _write(_code_key(account), _ANYWHERE, moment)
    if rules.must_wait(_others(mine).filter(name_digest=mine.name_digest).count()):
        mine.delete()
        return False
    return True


def forgive(name: str, address: str) -> None:
    """Forget the failed tries of this name from this address: the right password was given."""
    FailedSignIn.objects.filter(name_digest=_name_key(name), address=rules.source_of(address)).delete()


def spend_code(account: Account, code: str, *, now: dt.datetime | None = None) -> bool:
    """Take a right code as used, and forget the wrong ones before it; False when it was used already.

    It is the same code with a space or a dash in it: whoever compares it looks past them, and so does this.
    """
    moment = now or timezone.now()
    SpentCode.objects.filter(ends_at__lt=moment).delete()
    try:
        with transaction.atomic():
            SpentCode.objects.create(
                digest=ids.digest_of(f"{account.pk}:{normalize_user_code(code)}"),
                ends_at=moment + rules.CODE_LIFE,
            )
    except IntegrityError:
        return False
    FailedSignIn.objects.filter(name_digest=_code_key(account)).delete()
    return True


def note_refusal(address: str) -> None:
    """Write down that a name and password were refused; whose they were is not kept."""
    with transaction.atomic():
        audit.record("account:refuse", result="refused", address=address)


def note_wrong_code(account: Account, address: str) -> None:
    """Write down that the password was right and the second step was not: somebody else may have the password."""
    with transaction.atomic():
        audit.record("second-step:refuse", thing=account, result="refused", address=address)


def note_entry(account: Account, address: str, *, by: str) -> None:
    """Write down that someone came in, and by which proofs."""
    with transaction.atomic():
        audit.record("account:enter", actor=account, thing=account, address=address, detail={"by": by})


def _others(mine: FailedSignIn) -> QuerySet[FailedSignIn]:
    """The tries of the window around this one. One from further ahead is of a time when the clock was wrong."""
    around = FailedSignIn.objects.filter(at__gt=mine.at - rules.WINDOW, at__lt=mine.at + rules.WINDOW)
    return around.exclude(pk=mine.pk)


def _write(key: str, source: str, moment: dt.datetime) -> FailedSignIn:
    FailedSignIn.objects.filter(at__lt=moment - rules.WINDOW).delete()
    return FailedSignIn.objects.create(name_digest=key, address=source, at=moment)


def _name_key(name: str) -> str:
    return ids.digest_of(f"name:{name.casefold()}")


def _code_key(account: Account) -> str:
    return ids.digest_of(f"second step:{account.pk}")

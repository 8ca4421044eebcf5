"""Things that tests need to exist, made the shortest way. Names are invented and look it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client

from sixianghui.access.commands.second_steps import keep_secret
from sixianghui.access.public import SECOND_FACTOR, Account, Post, held_by
from sixianghui.access.roll import secret_of
from sixianghui.directory.commands import count_again
from sixianghui.directory.public import (
    Affiliation,
    Appointment,
    Enterprise,
    Line,
    Person,
    Standing,
    Status,
    Unit,
    UnitKind,
    appointment_changed,
)

_number = itertools.count(1)


def an_account(**more: Any) -> Account:
    """An account that cannot sign in by password."""
    number = next(_number)
    values: dict[str, Any] = {"username": f"person-{number}", "name": f"张样例{number}", **more}
    account = Account(**values)
    account.set_unusable_password()
    account.save()
    return account


def an_enterprise(**more: Any) -> Enterprise:
    """A member enterprise."""
    number = next(_number)
    return Enterprise.objects.create(**{"name": f"样例科技{number}", "short_name": f"样例{number}", **more})


def a_unit(**more: Any) -> Unit:
    """A branch without a superior."""
    number = next(_number)
    values: dict[str, Any] = {
        "kind": UnitKind.BRANCH, "name": f"样例党支部{number}", "short_name": f"样例{number}", "slug": f"unit-{number}",
    }  # fmt: skip
    return Unit.objects.create(**{**values, **more})


def a_person(unit: Unit | None = None, *, status: Status = Status.FULL, **more: Any) -> Person:
    """Someone on the roster of a unit since the beginning of 2018, without an account unless one is given."""
    number = next(_number)
    account = more.get("account")
    name = account.name if account is not None else f"李样例{number}"
    person = Person.objects.create(
        **{"name": name, "pinyin": f"liyangli{number}", "initials": f"lyl{number}", **more}
    )
    line = Line.LEAGUE if status is Status.LEAGUE_MEMBER else Line.PARTY
    since = dt.date(2018, 1, 1)
    home = unit or a_unit()
    Affiliation.objects.create(person=person, unit=home, line=line, since=since)
    Standing.objects.create(person=person, line=line, status=status, since=since)
    count_again({home.pk})
    return person


def person_behind(account: Account) -> Person:
    """The person of an account; one without relations is made where there is none."""
    found = Person.objects.filter(account=account).first()
    return found or Person.objects.create(account=account, name=account.name)


def an_appointment(account: Account, unit: Unit, post: Post, **more: Any) -> Appointment:
    """A post held since the beginning of 2018."""
    values: dict[str, Any] = {
        "person": person_behind(account),
        "unit": unit,
        "post": post,
        "since": dt.date(2018, 1, 1),
        **more,
    }
    made = Appointment.objects.create(**values)
    appointment_changed.send(sender=Appointment, account=account)
    return made


def someone_with(post: Post, unit: Unit | None = None, *, second_step: bool = True) -> Account:
    """An account that holds `post`, in `unit` or in a unit of its own, with a second step where the post asks for one."""
    account = an_account()
    an_appointment(account, unit or a_unit(), post)
    if second_step and post in SECOND_FACTOR:
        an_authenticator(account)
    return account


def an_authenticator(account: Account) -> str:
    """An app that shows six digits, set up for this account; returns its secret."""
    known = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if known is not None:
        return secret_of(known.data["secret"])
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": keep_secret(secret)}
    )
    return secret


def signed_in(account: Account) -> Client:
    """A client with that account's session; where its posts ask for a second step, that is set up."""
    if any(held.post in SECOND_FACTOR for held in held_by(account)):
        an_authenticator(account)
    client = Client()
    client.force_login(account)
    return client

"""Writes of the official account."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.ui import public as ui
from sixianghui.wechat.actions import Action
from sixianghui.wechat.models import AccountBranch, OfficialAccount


def open_account(*, name: str, slug: str, by: Account) -> OfficialAccount:
    """Enter an official account."""
    require(by, Action.RUN)
    try:
        with transaction.atomic():
            account = OfficialAccount.objects.create(name=name, slug=slug)
            audit.record("wechat:open", actor=by, thing=account)
    except IntegrityError as error:
        raise Conflict(_("公众号“%(name)s”已经登记过了。") % {"name": name}) from error
    return account


def take_turn(
    account: OfficialAccount, branch: Unit, *, by: Account, at: dt.datetime | None = None
) -> AccountBranch:
    """Record that a branch takes its turn in running the account."""
    require(by, Action.RUN, branch)
    if branch.kind not in {UnitKind.BRANCH, UnitKind.LEAGUE_BRANCH}:
        raise Conflict(_("轮值的要是支部。"))
    try:
        with transaction.atomic():
            turn = AccountBranch.objects.create(account=account, unit=branch, actor=by, at=at or time.now())
            audit.record("wechat:branch", actor=by, thing=turn)
            ui.purge("figures")
    except IntegrityError as error:
        raise Conflict(_("%(name)s已经在轮值。") % {"name": branch.name}) from error
    return turn

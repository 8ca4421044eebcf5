"""Kinds and rules: those that come with the house, and what the committee makes of them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import catalogue
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Kind, Nature, Rule
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict
from sixianghui.ui import public as ui


def install() -> int:
    """Enter the rules and kinds of the catalogue that are not there yet; leave alone what is. Returns how many kinds
    were new. Runs after every migration; may run twice."""
    known = set(Rule.objects.values_list("code", flat=True))
    Rule.objects.bulk_create(
        Rule(
            code=seed.code,
            nature=Nature.QUORUM if seed.below else Nature.RHYTHM,
            name=seed.name,
            version=seed.version,
            article=seed.article,
            text=seed.text,
            above=seed.above,
            below=seed.below,
            months=seed.months,
            since=seed.since,
            confirmed=seed.confirmed,
        )
        for seed in catalogue.RULES
        if seed.code not in known
    )
    rules = {rule.code: rule for rule in Rule.objects.all()}
    kinds = set(Kind.objects.values_list("code", flat=True))
    made = Kind.objects.bulk_create(
        Kind(
            code=seed.code,
            name=seed.name,
            place=number * 10,
            open_at_first=seed.open_at_first,
            names_needed=seed.names_needed,
            quorum=rules.get(seed.quorum),
            rhythm=rules.get(seed.rhythm),
        )
        for number, seed in enumerate(catalogue.KINDS, 1)
        if seed.code not in kinds
    )
    return len(made)


def add_kind(*, name: str, open_at_first: bool, by: Account) -> Kind:
    """Enter a new kind, at the end. Raises `Conflict` for a name that is in use."""
    require(by, Action.KINDS)
    last = Kind.objects.order_by("-place").values_list("place", flat=True).first() or 0
    try:
        with transaction.atomic():
            made = Kind.objects.create(
                code=f"k-{ids.new_ref()[:8]}",
                name=" ".join(name.split()),
                place=last + 10,
                open_at_first=open_at_first,
            )
            audit.record("activity:kind-add", actor=by, thing=made)
            _purge()
    except IntegrityError as error:
        raise Conflict(_taken(name)) from error
    return made


def change_kind(kind: Kind, *, name: str, open_at_first: bool, by: Account) -> Kind:
    """Rename a kind, or change what is usual for it. What was recorded of it goes by the new name."""
    require(by, Action.KINDS)
    kind.name, kind.open_at_first = " ".join(name.split()), open_at_first
    try:
        with transaction.atomic():
            kind.save(update_fields=["name", "open_at_first"])
            audit.record("activity:kind-change", actor=by, thing=kind)
            _purge()
    except IntegrityError as error:
        raise Conflict(_taken(name)) from error
    return kind


def retire_kind(kind: Kind, *, by: Account) -> Kind:
    """Let no new activity be of this kind; those that are stay so."""
    require(by, Action.KINDS)
    with transaction.atomic():
        kind.retired_at = kind.retired_at or time.now()
        kind.save(update_fields=["retired_at"])
        audit.record("activity:kind-retire", actor=by, thing=kind)
        _purge()
    return kind


def return_kind(kind: Kind, *, by: Account) -> Kind:
    """Use a retired kind again."""
    require(by, Action.KINDS)
    kind.retired_at = None
    try:
        with transaction.atomic():
            kind.save(update_fields=["retired_at"])
            audit.record("activity:kind-return", actor=by, thing=kind)
            _purge()
    except IntegrityError as error:
        raise Conflict(_taken(kind.name)) from error
    return kind


def confirm_rule(rule: Rule, *, by: Account) -> Rule:
    """Say that one has read the article and it is as it stands here: 待核实 goes, and it may block from now on."""
    require(by, Action.KINDS)
    with transaction.atomic():
        changed = Rule.objects.filter(pk=rule.pk, confirmed=False).update(
            confirmed=True, confirmed_at=time.now(), confirmed_by=by
        )
        if not changed:
            raise Conflict(_("这条规定已经核实过了。"))
        audit.record("activity:rule-confirm", actor=by, thing=rule)
        _purge()
    return Rule.objects.get(pk=rule.pk)


def _taken(name: str) -> str:
    return _("已经有一种活动叫“%(name)s”了。") % {"name": name}


def _purge() -> None:
    ui.purge("activities", "figures")

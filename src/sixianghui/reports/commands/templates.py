"""Templates: those that ship, those that somebody saved, and putting away what nobody uses."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.reports import outlines
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Report, Template
from sixianghui.reports.rules.reports import KEPT_FOR


def install() -> int:
    """Enter the templates that ship and are not there yet; those that are stay as they are. How many were entered."""
    there = set(Template.objects.exclude(code="").values_list("code", flat=True))
    made = Template.objects.bulk_create(
        Template(
            code=one.code,
            name=one.name,
            summary=one.summary,
            span=one.span,
            audience=one.audience,
            body=one.body,
            made_at=time.now(),
        )
        for one in outlines.OUTLINES
        if one.code not in there
    )
    return len(made)


def save_as_template(report: Report, *, name: str, by: Account, summary: str = "") -> Template:
    """Keep the blocks of a report to begin others from, for the same unit."""
    require(by, Action.WRITE, report)
    called = name.strip()
    if not called or len(called) > 40:
        raise HouseError(_("请给模板起个名字，40 字以内。"))
    with transaction.atomic():
        made = Template.objects.create(
            unit_id=report.unit_id,
            name=called,
            summary=summary.strip()[:120],
            audience=report.audience,
            body=report.body,
            made_by=by,
            made_at=time.now(),
        )
        audit.record("template:save", actor=by, thing=made)
    return made


def keep_template(template: Template, *, by: Account) -> Template:
    """It is still needed: it is not proposed for closing for a year."""
    _may_close(template, by)
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(kept_until=time.today() + KEPT_FOR)
        audit.record("template:keep", actor=by, thing=template)
    return template


def retire_template(template: Template, *, by: Account) -> Template:
    """Put it away. Reports that were begun from it stay."""
    _may_close(template, by)
    with transaction.atomic():
        if not Template.objects.filter(pk=template.pk, retired_at__isnull=True).update(retired_at=time.now()):
            raise Conflict(_("已经收起来了。"))
        audit.record("template:retire", actor=by, thing=template)
    return template


def restore_template(template: Template, *, by: Account) -> Template:
    """Take it out again."""
    _may_close(template, by)
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(retired_at=None, kept_until=time.today() + KEPT_FOR)
        audit.record("template:restore", actor=by, thing=template)
    return template


def delete_template(template: Template, *, by: Account) -> None:
    """Delete one that somebody saved and that is put away. Reports that were begun from it stay. Raises `Conflict`."""
    _may_close(template, by)
    with transaction.atomic():
        found = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        if found.code:
            raise Conflict(_("自带的模板删不掉，收起来就不会再出现。"))
        if found.retired_at is None:
            raise Conflict(_("先收起来，再删。"))
        Report.objects.filter(template=found).update(template=None)
        audit.record("template:delete", actor=by, thing=found)
        found.delete()


def _may_close(template: Template, by: Account) -> None:
    if template.unit_id is None:
        require(by, Action.TEMPLATES)
    else:
        require(by, Action.WRITE, template)

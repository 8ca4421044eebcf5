"""Impact assessments and processing records: written, and thrown away after three years at the earliest."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.privacy import queries, rules
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Assessment
from sixianghui.ui import public as ui


def write_assessment(
    *,
    kind: Assessment.Kind,
    title: str,
    purpose: str,
    risks: str,
    measures: str,
    conclusion: str,
    by: Account,
) -> Assessment:
    """Keep an assessment or a record. It is not edited afterwards: a later view is a later record."""
    require(by, Action.ANSWER)
    with transaction.atomic():
        made = Assessment.objects.create(
            kind=kind,
            title=title,
            purpose=purpose,
            risks=risks,
            measures=measures,
            conclusion=conclusion,
            made_by=by,
            office_id=queries.office_of(by),
            kept_until=rules.kept_until(time.today()),
        )
        audit.record("assessment:write", actor=by, thing=made, detail={"kind": str(kind)})
    return made


def discard_assessment(assessment: Assessment, *, by: Account) -> None:
    """Throw one away once it has been kept long enough."""
    require(by, Action.ANSWER, assessment)
    if time.today() < assessment.kept_until:
        raise Conflict(_("要至少保存到%(day)s，还不能删。") % {"day": ui.long_date(assessment.kept_until)})
    with transaction.atomic():
        audit.record("assessment:discard", actor=by, thing=assessment)
        assessment.delete()

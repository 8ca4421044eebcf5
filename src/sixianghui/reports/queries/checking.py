"""Whether there is anybody at all who may check a report."""

from __future__ import annotations

from django.db.models import Q

from sixianghui.access.public import GRANTS, Reach
from sixianghui.directory.public import Appointment, in_office
from sixianghui.reports.actions import Action
from sixianghui.reports.models import Report, Writer


def may_be_checked(report: Report) -> bool:
    """Whether somebody who can sign in holds a post today by which they check it, and wrote nothing of it.

    Two queries.
    """
    line = [report.unit_id, *report.unit.ancestors().values_list("pk", flat=True)]
    here = Q(post__in=_posts(Reach.OWN_UNIT), unit=report.unit_id)
    above = Q(post__in=_posts(Reach.BELOW), unit__in=line)
    wrote = Writer.objects.filter(report=report).values("account")
    checking = Appointment.objects.filter(in_office(), here | above, person__account__is_active=True)
    return checking.exclude(person__account__in=wrote).exists()


def _posts(reach: Reach) -> list[str]:
    """The posts that check reports so far."""
    return [
        str(post)
        for post, grants in GRANTS.items()
        if any(grant.action == Action.REVIEW and grant.reach is reach for grant in grants)
    ]

"""What other rooms' pages show of activities: a unit's own, and the next ones on the front page."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.activities import queries
from sixianghui.activities.elsewhere import pages_of
from sixianghui.channel.public import Occasion
from sixianghui.directory.public import Strip, StripLine, Unit
from sixianghui.ui import public as ui

_NOBODY = AnonymousUser()
SHOWN = 4


def of_unit(unit: Unit) -> Strip | None:
    """What a unit holds and held, as far as it is open to everybody. A unit without any has no strip."""
    asked = queries.Asked(unit=unit)
    coming = list(queries.coming(_NOBODY, asked)[:2])
    held = queries.held_sheet(_NOBODY, asked, size=SHOWN - len(coming)).rows
    if not coming and not held:
        return None
    lines = [
        StripLine(
            one.title,
            reverse("activities:activity", args=[one.ref]),
            f"{ui.long_date(one.starts_on)}　{one.kind.label}" + ("　" + _("要办") if one in coming else ""),
        )
        for one in (*coming, *held)
    ]
    more = reverse("activities:activities") + f"?unit={unit.slug}"
    return Strip(_("办过和要办的活动"), lines, more)


def occasions() -> Iterator[Occasion]:
    """The next ones, for the front page."""
    coming = list(queries.coming(_NOBODY)[:3])
    elsewhere = pages_of([one.pk for one in coming])
    for one in coming:
        own = elsewhere.get(one.pk)
        yield Occasion(
            one.title,
            one.starts_at,
            own.address if own else reverse("activities:activity", args=[one.ref]),
            place=one.place,
            note=one.unit.short_name,
        )

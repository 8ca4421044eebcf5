"""Run as a process: a committee with a notice out and two units that answer it; prints refs and sessions as JSON."""

from __future__ import annotations

import datetime as dt
import json

import django


def main() -> None:
    """In the database that the environment names. The clock is the real one, so the campaign runs now."""
    django.setup()
    from sixianghui.campaigns.models import Campaign, Notice
    from sixianghui.common import time
    from sixianghui.project.models import Instance
    from tests.factories import signed_in
    from tests.unit.campaigns.plan_house import a_house

    if not Instance.objects.exists():
        Instance.objects.create(is_demo=False, replay="", replay_total=0)
    house = a_house()
    today = time.today()
    ends = today + dt.timedelta(days=60)
    Campaign.objects.update(begins_on=today.replace(day=1), ends_on=ends)
    Notice.objects.update(plan_due_on=today + dt.timedelta(days=9), drafted_at=time.now())
    house.notice = Notice.objects.get()
    plan, guided = house.plan(), house.plan(house.guided)
    people = ("clerk", "secretary", "helper", "guided_secretary")
    sessions = {who: signed_in(getattr(house, who)).session.session_key for who in people}
    print(json.dumps({"plan": plan.ref, "guided": guided.ref, "notice": house.notice.ref, **sessions}))


if __name__ == "__main__":
    main()

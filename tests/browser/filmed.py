"""Run as a process: two lectures with recordings, one on air and one that ended; prints their refs as JSON."""

from __future__ import annotations

import datetime as dt
import json

import django


def main() -> None:
    """In the database that the environment names, by the real clock. The site that is started then makes them ready."""
    django.setup()
    from sixianghui.common import time
    from sixianghui.lectures import commands
    from sixianghui.project.models import Instance
    from tests.factories import signed_in
    from tests.factories.films import a_film_file
    from tests.unit.lectures.house import a_house

    if not Instance.objects.exists():
        Instance.objects.create(is_demo=False, replay="", replay_total=0)
    house = a_house(time.ManualClock(time.now()))
    begin = time.now()
    refs = {}
    for name, seconds in (("ended", 40), ("live", 400)):
        made = house.lecture(starts_at=begin, ends_at=begin + dt.timedelta(hours=2), title=f"样例党课 {name}")
        commands.bring_picture(made, a_film_file(seconds=seconds), by=house.host)
        commands.begin(made, by=house.host)
        if name == "ended":
            commands.end(made, by=house.host)
        refs[name] = made.ref
    print(json.dumps({**refs, "host": signed_in(house.host).session.session_key}))


if __name__ == "__main__":
    main()

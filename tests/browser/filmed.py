"""Run as a process: two lectures with recordings, one on air and one that ended; prints their refs as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import django


def talk(lecture: Any, host: Any, begin: dt.datetime) -> None:
    """Two comments, at the fifth second and at the twentieth."""
    from sixianghui.common import time
    from sixianghui.remarks import public as remarks
    from tests.factories import an_account

    for second, name, words in ((5, "小满", "听得清"), (20, "一片叶", "这句记下了")):
        writer = an_account()
        remarks.choose_name(writer, name)
        with time.using(time.ManualClock(begin + dt.timedelta(seconds=second))):
            said = remarks.write(lecture.comments, words, by=writer, nonce=name)
            remarks.judge(said, remarks.Outcome.SHOWN, by=host)


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
        began = commands.begin(made, by=house.host).at
        if name == "ended":
            talk(made, house.host, began)
            with time.using(time.ManualClock(began + dt.timedelta(seconds=40))):
                commands.end(made, by=house.host)
            commands.write_transcript(made, "0:02 大家好\n0:10 专业就是信任\n0:30 谢谢", by=house.host)
        refs[name] = made.ref
    print(json.dumps({**refs, "host": signed_in(house.host).session.session_key}))


if __name__ == "__main__":
    main()

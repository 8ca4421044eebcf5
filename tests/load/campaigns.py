"""What grows with campaigns: questions asked and time taken with few and with very many units, plans and activities.

Each size is a site of its own in a folder of its own. The pages are made by the product's Django in this process, each
time anew, for the person whose page it is: nothing kept helps.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.factories.many_campaigns import Built

_ROOT = Path(__file__).resolve().parents[2]
_ONE = "--one"
#: What the house wants of every page at the greater size.
WANTED_MS = 300


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench campaigns", description=__doc__)
    parser.add_argument(
        "--sizes", default="20:2:400,1000:10:100000", help="units:campaigns:activities, with commas between"
    )
    parser.add_argument("--times", type=int, default=20, help="how often each page is made")
    parser.add_argument(_ONE, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one is not None:
        one_size(*(int(part) for part in given.one.split(":")), times=given.times)
        return 0
    rows: dict[str, list[list[str]]] = {}
    for size in given.sizes.split(","):
        for line in measured(size, given.times):
            name, *cells = line.split("\t")
            rows.setdefault(name, []).append(cells)
    print("\n| page | for | questions | p50 ms | p95 ms |", "|---|---|---|---|---|", sep="\n")
    faults = []
    for name, cells in rows.items():
        columns = [" → ".join(column) for column in zip(*cells, strict=True)]
        columns[0] = cells[0][0]
        print(f"| {name} | " + " | ".join(columns) + " |")
        if len({one[1] for one in cells}) > 1:
            faults.append(f"{name} asks more questions")
        if float(cells[-1][3]) >= WANTED_MS:
            faults.append(f"{name} takes {cells[-1][3]} ms")
    print(
        "\n"
        + ("; ".join(faults) if faults else f"Every page asks as many questions, p95 below {WANTED_MS} ms.")
    )
    return 1 if faults else 0


def measured(size: str, times: int) -> list[str]:
    """The lines of one size, from a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-campaigns-") as data:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("SIXIANGHUI_")}
        environ |= {
            "SIXIANGHUI_DATA": data,
            "SIXIANGHUI_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
            "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
        }
        command = [sys.executable, "-m", "sixianghui.project.cli", "prepare", "--empty"]
        subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, __file__, _ONE, size, "--times", str(times)]
        done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.splitlines()


def one_size(units: int, campaigns: int, activities: int, *, times: int) -> None:
    """Build a site of so many and print a line for each page."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sixianghui.tasks.housekeeping import know_sizes
    from tests.factories.many_campaigns import many_campaigns
    from tests.load.growth import timed

    began = time.perf_counter()
    built = many_campaigns(units, campaigns, activities)
    know_sizes()
    size = Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
    print(
        f"{units:,} units, {len(built.plans):,} plans, {activities:,} activities in "
        f"{time.perf_counter() - began:.0f} s, {size:,.0f} MB",
        file=sys.stderr,
    )
    clients = {"everybody": Client(), "clerk": Client(), "secretary": Client()}
    clients["clerk"].force_login(built.clerk)
    clients["secretary"].force_login(built.secretary)
    for name, (who, path) in addresses(built).items():
        client = clients[who]
        client.get(path)
        counts = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            counts.append(len(asked))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        middle, high = timed(lambda client=client, path=path: client.get(path), times)
        print(f"{name}\t{who}\t{min(counts)}\t{middle:.0f}\t{high:.0f}", flush=True)


def addresses(built: Built) -> dict[str, tuple[str, str]]:
    """Each page: who opens it, and where."""
    from sixianghui.activities.models import Activity
    from sixianghui.campaigns.models import Plan

    campaign, notice = built.campaigns[0], built.notices[0]
    plan = Plan.objects.get(notice=notice, unit=built.unit)
    later = Plan.objects.get(notice=built.notices[-1], unit=built.unit)
    activity = Activity.objects.filter(unit=built.unit).latest("starts_at")
    return {
        "campaigns": ("everybody", "/campaigns/"),
        "campaign": ("everybody", f"/campaigns/{campaign.slug}/"),
        "campaign's progress": ("clerk", f"/campaigns/{campaign.slug}/progress/"),
        "its last page": ("clerk", f"/campaigns/{campaign.slug}/progress/?page=5"),
        "notices": ("clerk", "/notices/"),
        "notice, sender": ("clerk", f"/notices/{notice.ref}/"),
        "notice, addressee": ("secretary", f"/notices/{notice.ref}/"),
        "plans": ("clerk", "/plans/"),
        "plans, a late page": ("clerk", f"/plans/?page={max(1, len(built.plans) // 500)}"),
        "plan, adviser": ("clerk", f"/plans/{plan.ref}/"),
        "plan, unit": ("secretary", f"/plans/{later.ref}/"),
        "own plans": ("secretary", "/plans/"),
        "burden": ("clerk", "/burden/"),
        "practices": ("everybody", "/practices/"),
        "activities": ("everybody", "/activities/"),
        "activity": ("everybody", f"/activities/{activity.ref}/"),
        "calendar": ("everybody", "/activities/calendar/"),
        "record": ("secretary", "/activities/new/"),
        "ledger": ("secretary", "/activities/ledger/"),
        "ledger, all units": ("clerk", "/activities/ledger/"),
        "unit": ("everybody", f"/units/{built.unit.slug}/"),
        "week, clerk": ("clerk", "/week/"),
        "week, secretary": ("secretary", "/week/"),
        "home": ("everybody", "/"),
        "figure of activities": ("everybody", "/figures/activities.held/"),
        "figure of plans": ("everybody", "/figures/campaigns.plans/"),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""An editor of the running demo who looks at remarks, in a process beside it."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.browser.site import Site

_DO = """
    import sys, django
    django.setup()
    from sixianghui.project import clock
    clock.refresh()
    from sixianghui.access.public import Account
    from sixianghui.remarks import commands, queries
    from sixianghui.remarks.models import Bucket, Remark, Switch, Thread
    from sixianghui.remarks.rules import Outcome
    what, about = sys.argv[1:]
    editor, chief = (Account.objects.get(username=name) for name in ("hejing", "xuyian"))
    if what == "off":
        commands.switch_off(Thread.objects.get(ref=about), "有人刷屏。", by=editor)
    elif what == "on":
        for switch in queries.running_switches():
            commands.switch_on(switch, by=chief)
    elif what in {"tired", "rested"}:
        Bucket.objects.update(level=-1000.0 if what == "tired" else 1000.0)
    elif what == "holds":
        print(queries.remarks().filter(words__text=about).order_by("-pk")[0].holds)
    else:
        remark = Remark.objects.filter(words__text=about).order_by("-pk")[0]
        reason = "" if what == "shown" else "和这一篇没有关系。"
        commands.judge(remark, Outcome(what), by=editor, reason=reason)
"""


def moderate(site: Site, what: str, about: str = "") -> str:
    """`shown`, `refused`, `hidden` and `holds` with the text of a remark; `off` and `on` with a thread's ref.

    `tired` and `rested` of themselves: whoever wrote has long to wait before they may write again, or not at all.
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_DO), what, about],
        env={**site.environ, "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"},
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.strip()

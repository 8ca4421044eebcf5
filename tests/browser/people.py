"""Real people on the running demo: they sign in from anywhere, with a password of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.browser.site import Site

PASSWORD = "四个不相干的词 tram kettle moss"

_MAKE = """
    import sys, django
    django.setup()
    from sixianghui.project import clock
    clock.refresh()
    from sixianghui.access.commands.accounts import create_account, set_password
    from sixianghui.access.public import Post
    from sixianghui.common import time
    from sixianghui.directory.public import Appointment, Person, Unit
    username, name, post, password = sys.argv[1:]
    account = create_account(username=username, name=name, is_sample=False, actor=None)
    set_password(account, password)
    person = Person.objects.create(account=account, name=name)
    unit = Unit.objects.order_by("pk").first()
    Appointment.objects.create(person=person, unit=unit, post=Post(post), since=time.today())
"""


def a_real_account(site: Site, username: str, post: str, name: str = "江晚（测试）") -> str:
    """Open an account that holds `post` in the committee and has `PASSWORD`; returns its sign-in name."""
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_MAKE), username, name, post, PASSWORD],
        env={**site.environ, "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"},
        check=True,
    )
    return username

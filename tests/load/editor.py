"""An editor who saves the front page once a second through the real command. Runs until told to stop; prints a count."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

# Run as a file beside a server, so the checkout is not on the path by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> int:
    """Save, wait a second, save again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    import django

    django.setup()
    from sixianghui.access.public import Account, Post
    from sixianghui.channel.public import home, set_lead
    from sixianghui.directory.public import Appointment

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    chief = Appointment.objects.filter(post=Post.CHIEF_EDITOR).values_list("person__account", flat=True)
    account = Account.objects.get(pk=chief[0])
    saved = 0
    while not stop.wait(1.0):
        page = home()
        assert page is not None
        set_lead(page, label=page.lead_label, title=f"第 {saved + 1} 次修改", text=page.lead_text, by=account)
        saved += 1
    print(saved)
    return 0


if __name__ == "__main__":
    sys.exit(main())

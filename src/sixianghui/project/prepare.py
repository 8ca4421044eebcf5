"""Bring a data folder up to date: migrations, static files, and what this installation is."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

import sixianghui
from sixianghui.common import postgres
from sixianghui.project.config import Config

STAMP = "prepared"
SCENARIO = "zhengzhou-2018"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def fingerprint(config: Config) -> str:
    """What the prepared state depends on: our migrations and assets, the libraries that have some, the database."""
    package = Path(sixianghui.__file__).parent
    digest = hashlib.sha256(str(config.database_url).encode())
    for name in ("django", "wagtail", "django-tasks-db"):
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(sixianghui.__version__.encode())
    files = [*package.glob("*/migrations/*.py"), *package.glob("*/static/**/*")]
    for path in sorted(path for path in files if path.is_file()):
        digest.update(
            f"{path.relative_to(package)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode()
        )
    return digest.hexdigest()


def up_to_date(config: Config) -> bool:
    """Whether this data folder was prepared by this very version for this database. Asks no Django, so it is quick."""
    stamp: Path = config.data / STAMP
    return stamp.exists() and stamp.read_text() == fingerprint(config)


def run(*, empty: bool) -> int:
    """Migrate, collect static files, and note what this installation is if that is not known yet."""
    import django

    # A migration may take as long as it takes; it waits half a minute for a lock, not for ever.
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {postgres.UNHURRIED}".strip()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from sixianghui.project.models import Instance
    from sixianghui.project.replay import total_steps

    _say("正在准备数据库（第一次约需十几秒）……")
    call_command("migrate", verbosity=0, interactive=False)
    _say("正在收集静态文件……")
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    if not Instance.objects.exists():
        scenario = "" if empty else SCENARIO
        total = 0 if empty else total_steps(scenario)
        Instance.objects.create(is_demo=not empty, replay=scenario, replay_total=total)
    (settings.DATA / STAMP).write_text(fingerprint(settings.CONFIG))
    return 0

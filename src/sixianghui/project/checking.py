"""What `sixianghui doctor` asks before Django starts is asked on the page of the system administrator as well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from sixianghui.operations import public as operations
from sixianghui.project import ground


def register() -> None:
    """Called when the app is ready."""
    for one in ground.CHECKS:
        label = gettext_lazy(one.label)
        operations.register_check(operations.Check(one.name, label, partial(_ask, one), needs=()))


def _ask(one: ground.GroundCheck) -> Iterator[operations.Finding]:
    for said in one.ask(settings.CONFIG):
        yield operations.Finding(operations.Level(said.level), said.sentence(gettext), said.counsel(gettext))

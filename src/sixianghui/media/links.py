"""The room's desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.media.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """Panoramas."""
    if may(account, Action.EDIT_PANORAMA):
        yield Place(_("全景"), reverse("media:panoramas"), _("传一张全景，在上面标出要看的地方"))

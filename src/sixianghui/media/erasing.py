"""How this room forgets somebody: how people agreed to be seen goes from what they uploaded; the pictures stay."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.media.models import File, Panorama, Picture, Tour
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("media", _("图片与文件"), erase, order=30))


def erase(subject: Subject) -> Erasure:
    """Empty the notes that this person wrote about others; pictures and files belong to the articles they stand in."""
    done = Erasure()
    if subject.account is None:
        return done
    pictures = Picture.objects.filter(uploaded_by_user=subject.account)
    panoramas = Panorama.objects.filter(made_by=subject.account)
    noted = ~Q(consent_note="")
    done.note(
        _("写过的同意情况"),
        pictures.filter(noted).update(consent_note="") + panoramas.filter(noted).update(consent_note=""),
    )
    files, tours = (
        File.objects.filter(uploaded_by_user=subject.account),
        Tour.objects.filter(made_by=subject.account),
    )
    if any(rows.exists() for rows in (pictures, panoramas, files, tours)):
        done.keep(_("传过的图片、文件和全景"), _("它们是稿子的一部分；传的人的名字已经抹去。"))
    return done

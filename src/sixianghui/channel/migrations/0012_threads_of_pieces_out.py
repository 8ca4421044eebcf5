"""Pieces that were out before there were threads get theirs; from now on each has one when it comes out."""

from typing import Any

from django.db import migrations


def open_threads(apps: Any, _schema: Any) -> None:
    """A thread for each piece that has been released and has none."""
    release = apps.get_model("channel", "Release")
    thread = apps.get_model("remarks", "Thread")
    piece_thread = apps.get_model("channel", "PieceThread")
    known = piece_thread.objects.values("page")
    for page in release.objects.exclude(page__in=known).values_list("page", flat=True).distinct().order_by("page"):
        made = thread.objects.create(place="piece")
        piece_thread.objects.create(page_id=page, thread=made)


class Migration(migrations.Migration):
    dependencies = [("channel", "0011_piece_threads"), ("remarks", "0001_threads")]

    operations = [migrations.RunPython(open_threads, migrations.RunPython.noop)]

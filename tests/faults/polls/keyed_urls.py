"""The site's addresses, but that the form of an answer carries a key: what this room does not do, and why."""

from __future__ import annotations

from django.urls import path

from sixianghui.polls.views import answering
from sixianghui.project import urls
from sixianghui.ui.public import once

urlpatterns = [path("polls/<slug:ref>/answer/", once(answering.answer)), *urls.urlpatterns]
for _name in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(urls, _name):
        globals()[_name] = getattr(urls, _name)

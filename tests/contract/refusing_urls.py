"""The product's URLs and two more: one view that says who may enter, one that does not."""

from __future__ import annotations

from django.urls import path

from sixianghui.project.urls import handler400, handler403, handler404, handler500  # noqa: F401
from sixianghui.project.urls import urlpatterns as ours
from tests.contract.test_urls import marked, unmarked

urlpatterns = [path("unmarked/", unmarked, name="unmarked"), path("marked/", marked, name="marked"), *ours]

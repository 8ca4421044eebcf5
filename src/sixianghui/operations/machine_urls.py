"""What machines ask of an app; the same address in every language. `front` answers there itself and asks here."""

from __future__ import annotations

from django.urls import path

from sixianghui.common import wire
from sixianghui.operations.views import ready

urlpatterns = [
    path(wire.READY.lstrip("/"), ready.ready, name="ready"),
    path(wire.SERVING.lstrip("/"), ready.serving, name="serving"),
]

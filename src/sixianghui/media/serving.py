"""Where pieces of pictures and panoramas are sent from: one address outside the languages."""

from __future__ import annotations

from django.urls import path

from sixianghui.media.views import pieces

urlpatterns = [path("media/<path:name>", pieces.piece, name="media-piece")]

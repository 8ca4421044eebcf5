"""The URL conf. Languages differ by prefix: none is Chinese, `/en/` is English."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler400 = "sixianghui.ui.views.bad_request"
handler403 = "sixianghui.ui.views.refused"
handler404 = "sixianghui.ui.views.not_found"
handler500 = "sixianghui.ui.views.broken"
#: Asked for by allauth, which knows no other way to say it.
handler429 = "sixianghui.ui.views.too_many"

urlpatterns = [
    path("cms/", include("sixianghui.channel.desk_urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Where providers send people back to: one address, whatever the language, as it is registered with them.
    path("", include("sixianghui.access.adapters.urls")),
    path("", include("sixianghui.realtime.urls")),
    path("", include("sixianghui.media.serving")),
    path("", include("sixianghui.operations.machine_urls")),
    *i18n_patterns(
        path("", include("sixianghui.project.rooms")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

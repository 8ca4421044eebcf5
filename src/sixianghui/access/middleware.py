"""Default deny: every view declares who may enter, and this is where it is enforced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sixianghui.access.policies import policy_for
from sixianghui.access.queries import may
from sixianghui.ui import public as ui


class Enforce:
    """Ask the view's policy before it runs. A view without one is refused, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        policy = policy_for(view, request.resolver_match.route if request.resolver_match else "")
        if policy is not None and policy.open:
            return None
        if policy is None:
            return ui.sentence(request, 403)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if policy.action is None or may(request.user, policy.action):
            return None
        return ui.sentence(
            request, 403, _("这一页要由相应职务的人打开。需要的话，请找你所在组织的书记或管理员。")
        )

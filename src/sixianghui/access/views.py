"""Signing in and out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sixianghui.access import commands, entry, queries
from sixianghui.access.forms import NewPassword, SignIn
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.ui import public as ui


class _SignIn(LoginView):
    """The form of name and password."""

    form_class = SignIn
    template_name = "access/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next": self.get_next_url() or ""}

    def form_invalid(self, form: SignIn) -> HttpResponse:
        """The form again, with 429 when it was tried too often."""
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if form.must_wait else 200
        )


sign_in = open_to_all(_SignIn.as_view())


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Only by POST, so that no picture or link can do it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    response = render(request, "access/signed_out.html")
    response.delete_cookie("csrftoken")
    return response


@open_to_all
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it shows a button; only pressing it spends the link, so that a preview cannot."""
    if request.method != "POST":
        return render(request, "access/link.html", {"token": token})
    try:
        account = commands.use_link(token, address=request.META["REMOTE_ADDR"])
    except NotThere as error:
        return render(request, "access/link_gone.html", {"message": str(error)}, status=404)
    return entry.enter(
        request,
        account,
        by="link",
        then=reverse("workbench:week" if account.is_sample else "access:password"),
    )


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password."""
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_password(request.user, form.cleaned_data["password"])  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("password", str(error))
        else:
            update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
            return redirect("workbench:week")
    return render(request, "access/password.html", {"form": form})


@open_to_all
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what, from the one table, in a reader's words."""
    response = render(request, "access/permissions.html", {"posts": queries.table_in_words()})
    return ui.keep(request, response, "permissions", seconds=3600)

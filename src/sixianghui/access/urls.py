"""The room's URLs: nouns. allauth asks for some of them by names of its own."""

from __future__ import annotations

from django.urls import include, path

from sixianghui.access.adapters import views as providers
from sixianghui.access.views import about, accounts, door, own

ours = [
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("links/<str:token>/", door.link, name="link"),
    path("password/", door.password, name="password"),
    path("about/permissions/", about.permissions, name="permissions"),
    path("sign-in/by/<slug:name>/", providers.start, name="provider"),
    path("account/", own.security, name="security"),
    path("account/other-sessions/", own.other_sessions, name="other-sessions"),
    path("accounts/identities/", providers.beforehand, name="beforehand"),
    path("accounts/", accounts.everybody, name="accounts"),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/resets/", accounts.resets, name="resets"),
    path("accounts/resets/<int:number>/decision/", accounts.decision, name="reset-decision"),
    path("accounts/<int:number>/", accounts.one, name="account"),
    path("accounts/<int:number>/state/", accounts.state, name="account-state"),
    path("accounts/<int:number>/link/", accounts.link, name="account-link"),
    path("accounts/<int:number>/reset/", accounts.reset, name="account-reset"),
    path("account/identities/<int:number>/removal/", providers.disconnect, name="disconnect"),
]
#: Names by which allauth looks for pages. Its other views are not reachable.
allauths = [
    path("sign-in/", door.sign_in, name="account_login"),
    path("sign-out/", door.sign_out, name="account_logout"),
    path("sign-in/second-step/", door.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", door.passkey, name="mfa_login_webauthn"),
    path("account/", own.security, name="mfa_index"),
    path("account/authenticator/", own.new_authenticator, name="mfa_activate_totp"),
    path("account/authenticator/removal/", own.no_authenticator, name="mfa_deactivate_totp"),
    path("account/passkeys/", own.new_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/removal/", own.no_passkey, name="mfa_remove_webauthn"),
    path("account/codes/", own.codes, name="mfa_view_recovery_codes"),
    path("account/codes/renewal/", own.new_codes, name="mfa_generate_recovery_codes"),
    path("account/proof/", own.proof_by_password, name="account_reauthenticate"),
    path("account/proof/code/", own.proof_by_code, name="mfa_reauthenticate"),
    path("account/proof/passkey/", own.proof_by_passkey, name="mfa_reauthenticate_webauthn"),
]
urlpatterns = [path("", include((ours, "access"))), *allauths]

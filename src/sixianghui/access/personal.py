"""What this room keeps about people: their accounts and the ways into them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.access import browsers
from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, Text, purposes, register_model

_OWN = Entry(
    Class.INTERNAL, purposes.ACCOUNT, purposes.WITH_ACCOUNT, (Sees.SELF, Sees.UNIT, Sees.ABOVE, Sees.SECURITY)
)
_STATE = Entry(Class.INTERNAL, purposes.ACCOUNT, purposes.WITH_ACCOUNT, (Sees.SELF, Sees.SECURITY))
_SECRET = Entry(
    Class.RESTRICTED,
    purposes.ACCOUNT,
    purposes.WITH_ACCOUNT,
    (Sees.NOBODY,),
    unexported=_("只存摘要，用来核对，给谁看都没有意义，也不该外传。"),
)
_WAY = Entry(Class.RESTRICTED, purposes.ACCOUNT, purposes.WITH_ACCOUNT, (Sees.SELF,))
_LINK = Entry(Class.INTERNAL, purposes.ACCOUNT, _("到期后一小时内删除"), (Sees.SELF,))
_INTENT = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("七天"),
    (Sees.NOBODY,),
    unexported=_("只存摘要，用来认出重复提交；七天就删。"),
)
_FAILURE = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("一小时多以内"),
    (Sees.NOBODY,),
    unexported=_("只存登录名的摘要，认不出是谁；一小时多以内就删。"),
)
_SESSION = Entry(
    Class.INTERNAL, purposes.ACCOUNT, _("退出就删；到期不再有用，最迟不动七天、登录三十天时删"), (Sees.SELF,)
)
_SPENT = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("一小时多以内"),
    (Sees.NOBODY,),
    unexported=_("只存动态码的摘要，认不出是谁；过期就删。"),
)
_SEED = Entry(
    Class.RESTRICTED,
    purposes.ACCOUNT,
    _("停用这一种第二步验证时立刻删除"),
    (Sees.NOBODY,),
    unexported=_("登录用的密钥，只有你的验证器和本站知道；拿到它就能冒充你，所以不给出去。"),
)

_BY = {"link": _("一次性链接"), "password": _("密码"), "passkey": _("通行密钥")}


def _entered_by(code: str) -> Text:
    """How somebody signed in, in a word; other ways go by their provider's name."""
    return _BY.get(code.partition("+")[0], code)


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "access.Account",
        {
            "username name": _OWN,
            "password": _SECRET,
            "last_login is_active is_superuser is_sample created_at password_at": _STATE,
        },
        about={"account": "pk"},
    )
    mine = {"account": "account_id"}
    register_model(
        "access.Account_groups", {"account": _STATE, "group": _STATE}, about=mine,
        called=_("编辑台的分组"), words={"group": _("分组")},
    )  # fmt: skip
    register_model(
        "access.Account_user_permissions", {"account": _STATE, "permission": _STATE}, about=mine,
        called=_("编辑台的单项权限"), words={"permission": _("权限")},
    )  # fmt: skip
    register_model(
        "access.SignInLink",
        {"account made_at ends_at used_at": _LINK, "digest": _SECRET},
        about={"account": "account_id"},
    )
    register_model("ui.Intent", {"account key body location made_at": _INTENT}, about={"account": "account"})
    register_model(
        "access.OpenSession",
        {"account began_at seen_at browser by": _SESSION, "mark": _SECRET},
        about={"account": "account_id"},
        shows={"browser": browsers.in_words, "by": _entered_by},
        words={
            "browser": _("浏览器"),
            "by": _("怎样登录的"),
            "began_at": _("从何时起"),
            "seen_at": _("最后一次"),
        },
    )
    register_model(
        "access.ResetRequest",
        {"account asked_at decided_at is_approved": _STATE, "asked_by decided_by": purposes.DONE_BY},
        about={"account": "account_id"},
    )
    register_model("access.SpentCode", {"digest": _SPENT, "ends_at": NOT_PERSONAL})
    register_model("access.StepSecret", {"ref": NOT_PERSONAL, "text": _SEED})
    register_model("access.FailedSignIn", {"name_digest address": _FAILURE, "at": NOT_PERSONAL})
    _allauth()


def _allauth() -> None:
    """The tables of django-allauth: mail addresses, accounts elsewhere, second factors."""
    register_model(
        "account.EmailAddress", {"user email verified primary": _WAY}, about={"account": "user_id"}
    )
    register_model(
        "account.EmailConfirmation",
        {"email_address created sent": _WAY, "key": _SECRET},
        about={"account": "email_address__user_id"},
    )
    register_model(
        "socialaccount.SocialAccount",
        {"user provider last_login date_joined extra_data": _WAY, "uid": _SECRET},
        about={"account": "user_id"},
    )
    register_model(
        "socialaccount.SocialToken",
        {"account expires_at": _WAY, "token token_secret": _SECRET, "app": NOT_PERSONAL},
        about={"account": "account__user_id"},
    )
    register_model(
        "mfa.Authenticator",
        {"user type created_at last_used_at": _WAY, "data": _SECRET},
        about={"account": "user_id"},
        called=_("第二步验证"),
    )
    register_model("socialaccount.SocialApp", {}, rest=NOT_PERSONAL)

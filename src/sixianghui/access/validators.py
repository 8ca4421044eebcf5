"""Whether a password will do, as Django asks it, in sentences."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from sixianghui.access import passwords, roll
from sixianghui.access.models import Account
from sixianghui.access.passwords import Weakness

SENTENCES = {
    Weakness.SHORT: gettext_lazy("至少要十二个字符。几个不相干的词连起来，好记也难猜。"),
    Weakness.PLAIN: gettext_lazy("这样有规律的，很快就被试出来。换几个不相干的词连起来。"),
    Weakness.COMMON: gettext_lazy("这是很多人用过的密码，猜的人先试这些。请换一个。"),
    Weakness.ABOUT_YOU: gettext_lazy(
        "里面是别人知道的你：姓名、登录名、生日、手机号这些。请加上别人猜不到的词。"
    ),
    Weakness.KINDS: gettext_lazy("你的职务要求密码里有大写、小写、数字、符号中的三种。"),
}
SITE_WORDS = ("思享汇", "sixianghui")


class NotGuessable:
    """Long, not known, not about oneself."""

    @cached_property
    def known(self) -> set[str]:
        """Passwords that many people use."""
        return set(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` with a sentence that says what to do instead."""
        account = user if isinstance(user, Account) else None
        weakness = passwords.weakness_of(
            password,
            about=[*SITE_WORDS, *self._about(account)],
            is_known=self.known.__contains__,
            kinds=settings.CONFIG.security_profile == "djbh"
            and account is not None
            and roll.is_staff(account),
        )
        hashes = settings.CONFIG.breached_passwords
        if weakness is None and hashes and passwords.is_breached(password, hashes):
            weakness = Weakness.COMMON
        if weakness is not None:
            raise ValidationError(str(SENTENCES[weakness]), code=weakness.value)

    def get_help_text(self) -> str:
        return _("至少十二个字符，不要别人猜得到的。")

    @staticmethod
    def _about(account: Account | None) -> list[str]:
        if account is None:
            return []
        spelt = lazy_pinyin(account.name)
        return [account.username, account.name, "".join(spelt), "".join(one[:1] for one in spelt)]

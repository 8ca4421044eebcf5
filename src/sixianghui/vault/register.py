"""The register of personal data: what the house keeps about people, what for, how long, and who sees it.

Each room declares its models in a file `personal.py`, called from `AppConfig.ready()`. Every field of every model of
the house stands in the register, as personal or as not; a contract test holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Class(TextChoices):
    """How careful to be with it."""

    PUBLIC = "public", _("公开")
    INTERNAL = "internal", _("内部")
    RESTRICTED = "restricted", _("敏感")


class Basis(TextChoices):
    """Why the house may keep it: the item of PIPL (个人信息保护法) Art. 13."""

    CONSENT = "13.1", _("本人同意（第十三条第一项）")
    CONTRACT = "13.2", _("履行合同或依法实施人力资源管理（第十三条第二项）")
    DUTY = "13.3", _("履行法定职责或法定义务（第十三条第三项）")
    EMERGENCY = "13.4", _("应对突发事件、紧急情况（第十三条第四项）")
    NEWS = "13.5", _("为公共利益实施新闻报道（第十三条第五项）")
    PUBLISHED = "13.6", _("本人已经公开的信息（第十三条第六项）")
    OTHER_LAW = "13.7", _("法律、行政法规规定的其他情形（第十三条第七项）")


class Sees(TextChoices):
    """Who may see it."""

    EVERYBODY = "everybody", _("所有人")
    SIGNED_IN = "signed_in", _("登录的人")
    SELF = "self", _("本人")
    UNIT = "unit", _("所在组织的书记")
    ABOVE = "above", _("上级组织和行业党委的工作人员")
    HANDLER = "handler", _("经办这件事的人")
    REVEAL = "reveal", _("写明理由后查看的人，每次留痕")
    SECURITY = "security", _("安全管理员")
    AUDITOR = "auditor", _("审计员")
    EDITORS = "editors", _("编辑和总编辑")
    NOBODY = "nobody", _("没有人：只给机器核对用")


@dataclass(frozen=True)
class Purpose:
    """What personal data is kept for, as a reader understands it."""

    code: str
    title: Text
    text: Text
    basis: Basis


@dataclass(frozen=True)
class Entry:
    """One kind of personal data.

    `unexported` says why a copy of "my data" leaves it out. `counted`: the field only names who did something; a
    copy tells how often, since the row itself is about something else.
    """

    klass: Class
    purpose: Purpose
    retention: Text
    sees: tuple[Sees, ...]
    basis: Basis | None = None
    unexported: Text = ""
    counted: bool = False

    @property
    def why(self) -> Basis:
        """The basis: its own, or that of its purpose."""
        return self.basis or self.purpose.basis


class _NotPersonal(Enum):
    NOT_PERSONAL = "says nothing about a person"


NOT_PERSONAL = _NotPersonal.NOT_PERSONAL
Declared = Entry | _NotPersonal


@dataclass(frozen=True)
class About:
    """Whose a row is: `path` is the lookup from the model to the id of an account or of a person."""

    kind: str
    path: str


@dataclass(frozen=True)
class Registered:
    """What is declared about a model. `about` is empty where a row is nobody's in particular."""

    label: str
    fields: Mapping[str, Declared]
    rest: Declared | None
    about: tuple[About, ...]
    called: Text = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    shows: Mapping[str, Callable[[Any], Text]] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What a reader calls such a row."""
        return self.called or self.model._meta.verbose_name or self.label

    def word(self, field: models.Field) -> Text:
        """What a reader calls a field: the room's word, the model's own, or a usual one."""
        own = self.words.get(field.name) or field.verbose_name
        return USUAL.get(field.name, own) if str(own) == field.name.replace("_", " ") else own

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def declared(self, field: str) -> Declared | None:
        """What is said of a field; None: nothing."""
        return self.fields.get(field, self.rest)

    def personal(self) -> Iterator[tuple[models.Field, Entry]]:
        """The personal fields with their entries."""
        for each in self.model._meta.local_concrete_fields:
            entry = self.declared(each.name)
            if isinstance(entry, Entry) and not _says_nothing(each):
                yield each, entry


#: Usual words for fields whose model gives them none.
USUAL: dict[str, Text] = {
    "account": _("账号"),
    "user": _("账号"),
    "person": _("人员"),
    "type": _("种类"),
    "created_at": _("建立时间"),
    "made_at": _("建立时间"),
    "ends_at": _("到期时间"),
    "used_at": _("用掉的时间"),
    "last_used_at": _("上次使用"),
    "revoked_at": _("停用时间"),
    "updated_at": _("改动时间"),
    "text": _("内容"),
    "address": _("地址"),
    "page": _("页面"),
    "resolved_by": _("处理的人"),
}

_registered: dict[str, Registered] = {}


def register_model(
    label: str,
    fields: Mapping[str, Declared],
    *,
    about: Mapping[str, str] | None = None,
    rest: Declared | None = None,
    called: Text = "",
    words: Mapping[str, Text] | None = None,
    shows: Mapping[str, Callable[[Any], Text]] | None = None,
) -> None:
    """Declare what a model keeps: `{"name phone": ENTRY, "slug sort": NOT_PERSONAL}`, several names at once.

    Numeric keys of rows (`id`, links to a parent table) are not personal and need no word. `about` says whose a row
    is: `{"account": "account_id"}`, `{"person": "pk"}`, or several ways at once. `rest` is for tables of other people's libraries, whose
    columns are not ours to list; a model of the house names every field. `called` and `words` are what a reader calls
    the row and its fields, where the model's own names will not do; `shows` says how a value reads where it is a code
    or points to something.
    """
    spelt: dict[str, Declared] = {}
    for names, declared in fields.items():
        for name in names.split():
            if name in spelt:
                raise ValueError(f"{label}.{name} is declared twice")
            spelt[name] = declared
    if label in _registered:
        raise ValueError(f"{label} is declared twice")
    found = tuple(About(kind, path) for kind, paths in (about or {}).items() for path in paths.split())
    if any(one.kind not in {"account", "person"} for one in found):
        raise ValueError(f"{label} is about neither an account nor a person")
    _registered[label] = Registered(label, spelt, rest, found, called, words or {}, shows or {})


def register_models(labels: str, declared: Declared) -> None:
    """Declare whole tables of other people's libraries at once."""
    for label in labels.split():
        register_model(label, {}, rest=declared)


def registered() -> list[Registered]:
    """Everything declared, in the order in which rooms declared it."""
    return list(_registered.values())


def registered_for(label: str) -> Registered | None:
    """What is declared about a model such as `access.Account`."""
    return _registered.get(label)


def faults(model: type[models.Model]) -> list[str]:
    """What the register lacks about a model of the house, or says of a field that is not there."""
    label = model._meta.label
    found = _registered.get(label)
    if found is None:
        return [f"{label} is not in the register"]
    names = [field.name for field in model._meta.local_concrete_fields]
    free = {field.name for field in model._meta.local_concrete_fields if _says_nothing(field)}
    lines = [
        f"{label}.{name} is not in the register" for name in names if name not in free | set(found.fields)
    ]
    lines += [
        f"{label}.{name} is in the register and not in the model"
        for name in found.fields
        if name not in names
    ]
    if found.rest is not None:
        lines.append(f"{label} is a model of the house and names every field")
    return lines


def _says_nothing(field: models.Field) -> bool:
    """A number the database counts, or the key that joins a child table to its parent's."""
    remote = field.remote_field
    return isinstance(field, models.AutoField) or bool(remote and getattr(remote, "parent_link", False))

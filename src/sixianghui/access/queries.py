"""Who may do what, and where: the two questions, answered from the table in `posts.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sixianghui.access import words
from sixianghui.access.models import Account
from sixianghui.access.posts import EVERYONE, GRANTS, SECOND_FACTOR, Held, Post, Reach, grants_of
from sixianghui.common import ids
from sixianghui.common.errors import Refused
from sixianghui.vault import public as vault

Person = Account | AnonymousUser
PostSource = Callable[[Account], Iterable[Held]]
ReachSource = Callable[[Reach, int], Iterable[int]]


@dataclass
class _Sources:
    """Filled by `directory`, which knows who holds which post and which units a reach covers."""

    posts: PostSource | None = None
    reach: ReachSource | None = None
    #: Grows whenever the units or the lines between them change in this process, so that a kept reach is known to be old.
    generation: int = 0


sources = _Sources()


def held_by(person: Person) -> frozenset[Held]:
    """The posts someone holds now; asked once per request and person."""
    if not isinstance(person, Account) or not person.is_active or sources.posts is None:
        return frozenset()
    kept: frozenset[Held] | None = getattr(person, "_held", None)
    if kept is None:
        kept = frozenset(sources.posts(person))
        person._held = kept  # type: ignore[attr-defined]
    return kept


@dataclass(frozen=True)
class Within:
    """Where an action reaches: everywhere, or the units with these ids, or only one's own things."""

    everywhere: bool = False
    units: frozenset[int] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or self.own or bool(self.units)


def within(person: Person, action: str) -> Within:
    """Which units a list for `action` may show to this person."""
    units: set[int] = set()
    everywhere = own = False
    for reach, unit in grants_of(held_by(person), str(action)):
        if reach is Reach.EVERYWHERE:
            everywhere = True
        elif reach is Reach.OWN_THINGS:
            own = True
        elif reach is Reach.OWN_UNIT:
            units.add(unit)
        else:
            units |= _reached(person, reach, unit)
    return Within(everywhere, frozenset(units), own)


def reach_changed() -> None:
    """Units or the lines between them have changed: what was kept of them is old."""
    sources.generation += 1


def _reached(person: Person, reach: Reach, unit: int) -> frozenset[int]:
    """The units that a reach covers; asked once per request, since a list asks again and again."""
    if sources.reach is None:
        return frozenset()
    kept: dict[tuple[int, Reach, int], frozenset[int]] = person.__dict__.setdefault("_reached", {})
    key = sources.generation, reach, unit
    if key not in kept:
        kept[key] = frozenset(sources.reach(reach, unit))
    return kept[key]


def may(person: Person, action: str, thing: Any = None) -> bool:
    """Whether this person may do `action`, to `thing` if one is given.

    A thing tells its unit by `unit_id` (a unit by its own `pk`, a person by all units they belong to), its owner by
    `owner_id`.
    """
    where = within(person, action)
    if thing is None or where.everywhere:
        return bool(where)
    if _units_of(thing) & where.units:
        return True
    owner = getattr(thing, "owner_id", None)
    return bool(where.own and owner is not None and owner == getattr(person, "pk", None))


def _units_of(thing: Any) -> frozenset[int]:
    several = getattr(thing, "policy_unit_ids", None)
    if several is not None:
        return frozenset(several)
    unit = getattr(thing, "policy_unit_id", None) or getattr(thing, "unit_id", None)
    return frozenset() if unit is None else frozenset({unit})


def require(person: Person, action: str, thing: Any = None) -> None:
    """Raise `Refused` unless this person may do `action` (to `thing`). The first step of every command."""
    if not may(person, action, thing):
        raise Refused(_("这件事要由相应职务的人来做。工作需要的话，请书记提一个职务，由另一个人批。"))


def identity_key(provider: str, identity: str) -> str:
    """What is kept of an identifier at a provider: a keyed digest, by which it is known again but not read.

    The blind index overlooks capitals; a digest inside it does not.
    """
    return vault.blind_index(f"identity {provider}", ids.digest_of(identity))


def identity_of(provider: str, identifiers: tuple[str, ...]) -> SocialAccount | None:
    """The link of whoever the provider knows by these identifiers; the first one that is known counts."""
    linked = SocialAccount.objects.select_related("user").filter(provider=provider, user__is_sample=False)
    for identifier in identifiers:
        found = linked.filter(uid=identity_key(provider, identifier)).first()
        if found is not None:
            return found
    return None


def account_named(username: str) -> Account | None:
    """The account with this sign-in name."""
    return Account.objects.filter(username=username).first()


def identities_of(person: Person) -> list[SocialAccount]:
    """The providers by which someone may sign in, the oldest link first."""
    return list(SocialAccount.objects.filter(user_id=person.pk or 0).order_by("pk"))


@dataclass(frozen=True)
class PostInWords:
    """A post for a lay reader: its name, what it is for, and what it may do beyond what everybody may, and how far."""

    post: Post
    name: str
    purpose: str
    grants: tuple[tuple[str, str], ...]
    needs_second_factor: bool


def table_in_words() -> list[PostInWords]:
    """The whole table of permissions in the reader's language."""
    return [
        PostInWords(
            post,
            str(words.POSTS[post]),
            str(words.PURPOSES[post]),
            tuple(
                (str(words.ACTIONS[one.action]), str(words.REACHES[one.reach]))
                for one in GRANTS[post]
                if one not in EVERYONE
            ),
            post in SECOND_FACTOR,
        )
        for post in Post
    ]

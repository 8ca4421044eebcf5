"""What other rooms may use of access."""

from sixianghui.access.models import Account
from sixianghui.access.posts import GRANTS, Grant, Held, Post, Reach
from sixianghui.access.queries import Person, Within, held_by, may, sources, within

__all__ = ["GRANTS", "Account", "Grant", "Held", "Person", "Post", "Reach", "Within", "held_by", "may", "require", "sources", "within"]


def require(person: Person, action: str, thing: object = None) -> None:
    """Raise `Refused` unless this person may do `action` (to `thing`). The first step of every command."""
    from django.utils.translation import gettext as _

    from sixianghui.common.errors import Refused

    if not may(person, action, thing):
        raise Refused(_("这件事要由相应职务的人来做。需要的话，请找你所在组织的书记或管理员。"))

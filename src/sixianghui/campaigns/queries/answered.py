"""To whom a notice leaves something to write: not to a unit of which the platform holds everything that it wants."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from sixianghui.campaigns.models import Ask, Point


class _Holds(Func):
    """Whether a list that is kept as JSON has a number in it: as PostgreSQL asks it, and as SQLite does."""

    arity = 2
    output_field = BooleanField()
    template = "(%(expressions)s))"
    arg_joiner = " @> to_jsonb("

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The list as rows."""
        template, joiner = "EXISTS (SELECT 1 FROM json_each(%(expressions)s))", ") WHERE value = ("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def leaves_something() -> Q:
    """Of deliveries, those that leave their unit a plan to write: `rules.notices.is_answered`, asked of the database."""
    wanted = Point.objects.filter(notice=OuterRef("notice")).exclude(ask=Ask.KNOW)
    return Q(held=[]) | Q(Exists(wanted.exclude(_Holds(OuterRef("held"), F("pk")))))

"""What Wagtail's own screens let somebody do with a piece: our table decides, not Wagtail's groups."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from sixianghui.access.public import may
from sixianghui.channel.actions import Action


class PiecePermissions(PagePermissionTester):
    """A piece is published by its final review alone, and withdrawn by a command that asks for a reason."""

    def can_publish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return bool(self.page.live and not self.page_locked() and may(self.user, Action.WITHDRAW))

    def can_unschedule(self) -> bool:
        return may(self.user, Action.REVIEW_FINAL)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a draft that has never been handed in: what was reviewed or released stays in the book."""
        return bool(super().can_delete(ignore_bulk)) and not (
            self.page.reviews.exists() or self.page.releases.exists()
        )

    def can_move(self) -> bool:
        """Between columns, before it is out."""
        return self.can_edit() and not self.page.releases.exists()


class ColumnPermissions(PagePermissionTester):
    """Columns and the front page are changed by whoever may publish pages; articles are added by editors."""

    def can_edit(self) -> bool:
        return bool(super().can_edit()) and may(self.user, Action.PUBLISH_PAGE)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

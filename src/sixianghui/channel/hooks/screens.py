"""Which of Wagtail's screens for pages are ours."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from sixianghui.channel.models import ArticlePage, ColumnPage, GuidePage, HomePage, PanoramaPage
from sixianghui.channel.screens import creating, editing, leaving, reviewing


class PieceScreens(PageViewSet):
    """A piece: written, reviewed, taken back."""

    add_view_class = creating.CreatePiece
    edit_view_class = editing.EditPiece
    revisions_revert_view_class = editing.RevertPiece
    revisions_unschedule_view_class = leaving.Unschedule
    workflow_action_view_class = reviewing.ReviewPiece
    collect_workflow_action_data_view_class = reviewing.AskReviewer
    unpublish_view_class = leaving.WithdrawPiece
    copy_view_class = leaving.CopyPiece


class ColumnScreens(PageViewSet):
    """A column or the front page: changed by the chief editor at once."""

    add_view_class = creating.CreateColumn
    edit_view_class = editing.EditColumn
    unpublish_view_class = leaving.RetireColumn


@hooks.register("register_admin_viewset")
def screens() -> list[PageViewSet]:
    """One set for each kind of page."""
    return [
        *(
            PieceScreens(f"desk_{model._meta.model_name}", model=model)
            for model in (ArticlePage, GuidePage, PanoramaPage)
        ),
        *(ColumnScreens(f"desk_{model._meta.model_name}", model=model) for model in (HomePage, ColumnPage)),
    ]

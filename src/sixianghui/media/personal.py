"""What this room keeps about people: who uploaded a picture or a file, and whom a picture credits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import (
    NOT_PERSONAL,
    Basis,
    Class,
    Entry,
    Holder,
    Sees,
    purposes,
    register_holder,
    register_model,
)

_CREDIT = Entry(Class.PUBLIC, purposes.PUBLISHING, purposes.WITH_RECORD, (Sees.EVERYBODY,), basis=Basis.NEWS)


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "media.Picture",
        {
            "collection title file description width height created_at": NOT_PERSONAL,
            "focal_point_x focal_point_y focal_point_width focal_point_height": NOT_PERSONAL,
            "file_size file_hash": NOT_PERSONAL,
            "uploaded_by_user": purposes.EDITED_BY,
            "credit": _CREDIT,
        },
    )
    register_model("media.Rendition", {"filter_spec file width height focal_point_key image": NOT_PERSONAL})
    register_model(
        "media.File",
        {
            "collection title file created_at file_size file_hash": NOT_PERSONAL,
            "uploaded_by_user": purposes.EDITED_BY,
        },
    )
    register_holder(Holder("media", _("图片与文件"), order=30))

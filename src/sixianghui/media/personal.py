"""What this room keeps about people: who uploaded a picture or a file, and whom a picture credits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import (
    NOT_PERSONAL,
    Basis,
    Class,
    Entry,
    Sees,
    purposes,
    register_model,
)

_CREDIT = Entry(Class.PUBLIC, purposes.PUBLISHING, purposes.WITH_RECORD, (Sees.EVERYBODY,), basis=Basis.NEWS)
#: Who agreed when to be seen in a picture.
_AGREED = Entry(
    Class.INTERNAL,
    purposes.PUBLISHING,
    purposes.WITH_RECORD,
    (Sees.EDITORS,),
    basis=Basis.CONSENT,
    counted=True,
)


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "media.Picture",
        {
            "collection title file description width height created_at": NOT_PERSONAL,
            "focal_point_x focal_point_y focal_point_width focal_point_height": NOT_PERSONAL,
            "file_size file_hash scan scan_of is_sample consent": NOT_PERSONAL,
            "uploaded_by_user": purposes.EDITED_BY,
            "credit": _CREDIT,
            "consent_note": _AGREED,
        },
    )
    register_model("media.Rendition", {"filter_spec file width height focal_point_key image": NOT_PERSONAL})
    register_model(
        "media.File",
        {
            "collection title file created_at file_size file_hash scan scan_of is_sample": NOT_PERSONAL,
            "uploaded_by_user": purposes.EDITED_BY,
        },
    )
    register_model(
        "media.Panorama",
        {
            "ref title alt file width height file_size digest heading state done total": NOT_PERSONAL,
            "made_at created_at removed_at scan scan_of is_sample consent": NOT_PERSONAL,
            "made_by": purposes.EDITED_BY,
            "credit": _CREDIT,
            "consent_note": _AGREED,
        },
        called=_("全景"),
        words={"made_by": _("谁放进来的")},
    )
    register_model(
        "media.Stream",
        {
            "ref title file file_size state fault done seconds width height has_picture has_sound": NOT_PERSONAL,
            "size made_at created_at removed_at scan scan_of is_sample source clock cut_at restored_at": NOT_PERSONAL,
            "ready_at raw_until gone_at": NOT_PERSONAL,
            "made_by": purposes.EDITED_BY,
        },
        called=_("录像"),
        words={"made_by": _("谁传上来的")},
    )
    register_model(
        "media.Trim",
        {
            "stream begin end begun ended state fault before asked_at until": NOT_PERSONAL,
            "by": purposes.EDITED_BY,
        },
        called=_("剪过的录像"),
        words={"by": _("谁剪的")},
    )
    register_model(
        "media.Transcript",
        {"stream language text changed_at is_sample": NOT_PERSONAL, "changed_by": purposes.EDITED_BY},
        called=_("文字稿"),
        words={"changed_by": _("谁写的")},
    )
    register_model(
        "media.Intake", {"stream armed_until key_hash key_made_at key_expires_at generation": NOT_PERSONAL}
    )
    register_model(
        "media.Feed",
        {
            "stream ref way house about began_at seen_at flows_at ended_at why": NOT_PERSONAL,
            "by": purposes.EDITED_BY,
        },
        called=_("推上来的画面"),
        words={"by": _("谁从浏览器推的")},
    )
    register_model("media.PanoramaRendition", {"panorama name file width height": NOT_PERSONAL})
    register_model(
        "media.Hotspot",
        {"panorama ref order yaw pitch label text target link still still_of removed_at": NOT_PERSONAL},
    )
    register_model(
        "media.Tour",
        {"ref title summary is_sample made_at": NOT_PERSONAL, "made_by": purposes.EDITED_BY},
        called=_("全景路线"),
        words={"made_by": _("谁排的")},
    )
    register_model("media.TourStop", {"tour panorama order": NOT_PERSONAL})

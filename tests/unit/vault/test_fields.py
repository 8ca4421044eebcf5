"""An encrypted field: what stands in the database, who can open it, and what is never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import models

from sixianghui.vault import keyring, masters
from sixianghui.vault.models import DataKey
from sixianghui.vault.public import HIDDEN, CannotOpen, EncryptedTextField, blind_index
from tests.unit.vault.conftest import overwrite, stored

PHONE = "13800000000"


@pytest.mark.parametrize("suite", ["aes", "sm4"])
def test_value_when_saved_then_only_cipher_text_is_stored_and_it_reads_back(
    drawers: type[Any], settings: Any, suite: str
) -> None:
    settings.VAULT_SUITE = suite
    drawer = drawers.objects.create(phone=PHONE, note="")
    key = DataKey.objects.get()
    (text,) = stored(drawers)
    assert text.startswith(f"v1.{key.pk}.") and PHONE not in text and key.suite == suite
    assert drawers.objects.get(pk=drawer.pk).phone == drawer.phone == PHONE


def test_value_when_saved_twice_then_never_looks_the_same(drawers: type[Any]) -> None:
    drawers.objects.create(phone=PHONE)
    drawers.objects.create(phone=PHONE)
    assert len(set(stored(drawers))) == 2


def test_value_when_empty_or_missing_then_stays_so(drawers: type[Any]) -> None:
    drawers.objects.create(phone="")
    drawers.objects.create(phone=None)
    assert stored(drawers) == ["", None]
    assert [one.phone for one in drawers.objects.order_by("pk")] == ["", None]
    assert drawers.objects.filter(phone__isnull=True).count() == 1


def test_row_when_saved_without_touching_the_value_then_it_stays_byte_for_byte(drawers: type[Any]) -> None:
    made = drawers.objects.create(phone=PHONE)
    before, drawer = stored(drawers), drawers.objects.get(pk=made.pk)
    drawer.label = "上"
    drawer.save()
    assert stored(drawers) == before
    drawer.phone = "13900000000"
    drawer.save(update_fields=["phone"])
    assert stored(drawers) != before
    assert drawers.objects.defer("phone").get(pk=made.pk).phone == "13900000000"


def test_value_when_moved_to_another_row_or_field_then_does_not_open(drawers: type[Any]) -> None:
    first = drawers.objects.create(phone=PHONE, note=PHONE)
    second = drawers.objects.create(phone="13900000000", note="别的")
    overwrite(drawers, second.pk, stored(drawers)[0])
    overwrite(drawers, second.pk, stored(drawers)[0], "note")
    moved = drawers.objects.get(pk=second.pk)
    for name in ("phone", "note"):
        with pytest.raises(CannotOpen, match="不属于这一行"):
            getattr(moved, name)
    assert drawers.objects.get(pk=first.pk).phone == PHONE


def test_value_when_sealed_without_its_place_then_could_be_moved(drawers: type[Any]) -> None:
    """The control of the test before: a field that forgets its place opens what was moved."""

    class Careless(EncryptedTextField):
        def _bound(self, row: str, key_id: str) -> str:
            return ""

    careless = Careless()
    careless.set_attributes_from_name("phone")
    assert careless.unsealed(careless.sealed(PHONE, "here"), "there") == PHONE


@pytest.mark.parametrize("text", [PHONE, "v1.unknown.AAAA", "v1..", "v2.x.y"])
def test_value_when_what_is_stored_is_no_sealed_text_then_is_never_shown(
    drawers: type[Any], text: str
) -> None:
    drawer = drawers.objects.create(phone=PHONE)
    overwrite(drawers, drawer.pk, text)
    with pytest.raises(CannotOpen):
        drawers.objects.get(pk=drawer.pk).phone  # noqa: B018


def test_value_when_one_letter_is_changed_then_does_not_open(drawers: type[Any]) -> None:
    drawer = drawers.objects.create(phone=PHONE)
    text = stored(drawers)[0]
    overwrite(drawers, drawer.pk, text[:-6] + ("B" if text[-6] == "A" else "A") + text[-5:])
    with pytest.raises(CannotOpen):
        drawers.objects.get(pk=drawer.pk).phone  # noqa: B018


def test_keys_when_the_master_file_is_lost_wrong_or_cut_then_say_so_and_make_no_new_one(
    drawers: type[Any], tmp_path: Path
) -> None:
    drawer, path = drawers.objects.create(phone=PHONE), tmp_path / "secrets" / "vault_master_key"
    assert path.stat().st_mode & 0o777 == 0o600
    whole = path.read_text()
    name, digits = whole.split()
    other = f"{name} {digits[:-1]}{'0' if digits[-1] != '0' else '1'}\n"
    for text, sentence in (
        (None, "不见了"), (other, "对不上"), (f"m00 {digits}\n", "不在密钥文件里"), ("", "不完整"), (whole[:40], "不完整"),
    ):  # fmt: skip
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text)
        keyring.forget()
        with pytest.raises(CannotOpen, match=sentence):
            drawers.objects.get(pk=drawer.pk).phone  # noqa: B018
        with pytest.raises(CannotOpen):
            drawers.objects.create(phone=PHONE)
        assert path.exists() == (text is not None)
    path.write_text(whole)
    assert drawers.objects.get(pk=drawer.pk).phone == PHONE


def test_object_when_printed_or_dumped_then_shows_nothing(drawers: type[Any]) -> None:
    drawer = drawers.objects.create(phone=PHONE)
    again = drawers.objects.get(pk=drawer.pk)
    shown = f"{drawer!r} {vars(drawer)} {again!r} {vars(again)} {drawers.objects.values('phone')[0]}"
    assert PHONE not in shown and HIDDEN in shown
    assert str(drawers.objects.values_list("phone", flat=True)[0]) == HIDDEN


def test_field_when_searched_or_written_past_the_row_then_refuses(drawers: type[Any]) -> None:
    drawer = drawers.objects.create(phone=PHONE)
    for lookup in ("phone", "phone__startswith", "phone__in"):
        with pytest.raises(FieldError, match="blind_index"):
            drawers.objects.filter(**{lookup: PHONE}).exists()
    drawer.phone = "13900000000"
    for write in (
        lambda: drawers.objects.update(phone="13900000000"),
        lambda: drawers.objects.bulk_update([drawer], ["phone"]),
    ):
        with pytest.raises(TypeError, match="set it on the object"):
            write()
    with pytest.raises(TypeError, match="must be set"):
        drawers.objects.create(ref="", phone=PHONE)
    assert drawers.objects.get().phone == PHONE


def test_field_when_bound_to_nothing_unique_then_a_check_says_so() -> None:
    from django.apps.registry import Apps

    class Loose(models.Model):
        ref = models.CharField(max_length=40)
        phone = EncryptedTextField()

        class Meta:
            app_label = "vault"
            apps = Apps()

    assert [one.id for one in Loose._meta.get_field("phone").check()] == ["vault.E001"]
    with pytest.raises(TypeError, match="blind_index"):
        EncryptedTextField(unique=True)


def test_many_when_made_at_once_then_each_is_bound_to_its_row(drawers: type[Any]) -> None:
    drawers.objects.bulk_create(drawers(phone=f"1380000000{number}") for number in range(5))
    assert sorted(one.phone for one in drawers.objects.all()) == [
        f"1380000000{number}" for number in range(5)
    ]


def test_blind_index_when_the_spelling_differs_then_is_the_same_and_by_kind_another(
    drawers: type[Any],
) -> None:
    assert blind_index("phone", "１３８0000 0000 ".replace(" ", "")) == blind_index("phone", PHONE)
    assert blind_index("phone", PHONE) != blind_index("id", PHONE)
    before = blind_index("phone", PHONE)
    keyring.forget()
    assert blind_index("phone", PHONE) == before
    DataKey.objects.all().delete()
    assert blind_index("phone", PHONE) != before


def test_keys_when_another_provider_is_installed_then_the_file_is_not_asked(
    drawers: type[Any], tmp_path: Path
) -> None:
    class Elsewhere:
        def wrap(self, key: bytes, label: str) -> str:
            return f"e.{label}.{key.hex()}"

        def unwrap(self, wrapped: str, label: str) -> bytes:
            return bytes.fromhex(wrapped.removeprefix(f"e.{label}."))

        def master_of(self, wrapped: str) -> str:
            return "e"

        def current(self) -> str:
            return "e"

        def renew(self) -> str:
            return "e"

        def forget(self, kept: set[str]) -> list[str]:
            return []

    masters.install(Elsewhere())
    try:
        drawer = drawers.objects.create(phone=PHONE)
        keyring.forget()
        assert drawers.objects.get(pk=drawer.pk).phone == PHONE
        assert not (tmp_path / "secrets").exists()
    finally:
        masters.install(None)

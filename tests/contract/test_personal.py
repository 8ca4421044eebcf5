"""The register of personal data is complete: no field of the house, and no table of a library, is left out."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth import get_user_model
from django.db import models

from sixianghui.directory.public import Person
from sixianghui.vault.public import Class, Entry, faults, holders, purposes, registered, registered_for
from sixianghui.vault.register import Registered, Sees

CHINESE = re.compile("[\u4e00-\u9fff]")
#: The index of searched texts is one table on SQLite and another elsewhere.
ONLY_SOME_DATABASES = {"wagtailsearch.SQLiteFTSIndexEntry"}


def ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("sixianghui.")


def everything() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def of_people(model: type[models.Model]) -> list[str]:
    """The fields of a model that point to an account or to a person of the roster."""
    people: list[Any] = [get_user_model(), Person]
    return [field.name for field in model._meta.local_concrete_fields if field.related_model in people]


def unsaid(found: Registered) -> list[str]:
    """Fields that name a person and are declared not personal."""
    said = {field.name for field, _entry in found.personal()}
    return [f"{found.label}.{name} names a person" for name in of_people(found.model) if name not in said]


def out_of_line(found: Registered) -> list[str]:
    """What is said of a model and does not fit together."""
    lines = []
    for field, entry in found.personal():
        if Sees.EVERYBODY in entry.sees and entry.klass is not Class.PUBLIC:
            lines.append(f"{found.label}.{field.name} is not public and shown to everybody")
        if not entry.sees:
            lines.append(f"{found.label}.{field.name} does not say who sees it")
        if entry.purpose not in purposes.ALL:
            lines.append(f"{found.label}.{field.name} has a purpose of its own; add it to vault/purposes.py")
    return lines


def test_fields_when_a_model_is_the_houses_then_each_is_registered() -> None:
    assert [line for model in everything() if ours(model) for line in faults(model)] == []


def test_tables_of_libraries_when_installed_then_each_is_registered() -> None:
    there = {model._meta.label for model in everything()}
    assert sorted(label for label in there if registered_for(label) is None) == []
    assert sorted(one.label for one in registered() if one.label not in there | ONLY_SOME_DATABASES) == []


def test_fields_when_they_name_a_person_then_are_personal_and_entries_fit_together() -> None:
    assert [line for one in registered() for line in unsaid(one) + out_of_line(one)] == []


def held_by_nobody(found: list[Registered]) -> list[str]:
    """Models that know something of people, for which no room answers, or two."""
    return [
        one.label
        for one in found
        if next(one.personal(), None)
        and len([holder for holder in holders() if holder.holds(one.label)]) != 1
    ]


def test_models_when_they_know_something_of_people_then_one_room_answers_for_each() -> None:
    assert held_by_nobody([one for one in registered() if one.label not in ONLY_SOME_DATABASES]) == []
    stray = Registered("contenttypes.ContentType", {"model": purposes.DONE_BY}, None, ())
    assert held_by_nobody([stray]) == ["contenttypes.ContentType"]


def unreadable(found: Registered) -> list[str]:
    """Rows and fields that a copy of "my data" would show under a name that is no Chinese word."""
    told = [(field, entry) for field, entry in found.personal() if not entry.unexported]
    names = {field.name: str(found.word(field)) for field, _entry in told}
    lines = [
        f"{found.label}.{name} is called {word}" for name, word in names.items() if not CHINESE.search(word)
    ]
    return lines + (
        [f"{found.label} is called {found.title}"] if told and not CHINESE.search(str(found.title)) else []
    )


def test_fields_when_a_person_reads_them_then_each_has_a_word() -> None:
    there = [one for one in registered() if one.label not in ONLY_SOME_DATABASES]
    assert [line for one in there for line in unreadable(one)] == []
    bare = Registered("wagtailadmin.Admin", {"id": purposes.DONE_BY}, None, ())
    assert unreadable(bare) == []
    bare = Registered("project.ReplayStep", {"room": purposes.DONE_BY}, None, ())
    assert unreadable(bare) == [
        "project.ReplayStep.room is called room",
        "project.ReplayStep is called replay step",
    ]


def test_register_when_something_is_left_out_or_wrong_then_it_is_found() -> None:
    """The control."""
    own = Apps()

    class Left(models.Model):
        diary = models.TextField()

        class Meta:
            app_label = "access"
            apps = own

    class SignInLink(models.Model):
        digest = models.CharField(max_length=64)
        diary = models.TextField()

        class Meta:
            app_label = "access"
            apps = own

    assert faults(Left) == ["access.Left is not in the register"]
    assert faults(SignInLink) == [
        "access.SignInLink.diary is not in the register",
        *(f"access.SignInLink.{name} is in the register and not in the model"
          for name in ("account", "made_at", "ends_at", "used_at")),
    ]  # fmt: skip
    open_to_all = Entry(Class.RESTRICTED, purposes.ROSTER, "", (Sees.EVERYBODY,))
    said = Registered("directory.Appointment", {"post": open_to_all}, None, ())
    assert [name.rpartition(" ")[0] for name in unsaid(said)][:1] == [
        f"directory.Appointment.{of_people(said.model)[0]} names a"
    ]
    assert out_of_line(said) == ["directory.Appointment.post is not public and shown to everybody"]

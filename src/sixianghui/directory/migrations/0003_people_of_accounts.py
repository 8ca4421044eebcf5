"""Every account that holds a post becomes a person, and its posts that person's."""

from django.db import migrations
from pypinyin import Style, pinyin

from sixianghui.common import ids


def _reading(name, style):
    return "".join(one[0] for one in pinyin(name, style=style))


def make_people(apps, schema_editor):
    Appointment = apps.get_model("directory", "Appointment")
    Person = apps.get_model("directory", "Person")
    for appointment in Appointment.objects.select_related("account").order_by("pk"):
        account = appointment.account
        person = Person.objects.filter(account=account).first()
        if person is None:
            person = Person.objects.create(
                ref=ids.new_ref(),
                account=account,
                name=account.name,
                pinyin=_reading(account.name, Style.NORMAL)[:400],
                initials=_reading(account.name, Style.FIRST_LETTER)[:120],
                is_sample=account.is_sample,
            )
        appointment.person, appointment.ref = person, ids.new_ref()
        appointment.save(update_fields=["person", "ref"])


def undo(apps, schema_editor):
    apps.get_model("directory", "Appointment").objects.update(person=None, ref=None)


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_people")]
    operations = [migrations.RunPython(make_people, undo)]

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    """Give the root page its locale. Wagtail's own tables need the page model first, the page model needs them next."""

    dependencies = [
        ("channel", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("channel.BasePage"),
        BootstrapTranslationKeyField("channel.BasePage"),
        BootstrapTranslatableModel("channel.BasePage"),
    ]

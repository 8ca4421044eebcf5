from django.db import migrations

TABLE = "wagtailsearch_indexentry_fts"


def set_secure_delete(value):
    def run(apps, schema_editor):
        """SQLite's full-text index keeps deleted words in the file unless told otherwise."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES('secure-delete', {value})")

    return run


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]

    operations = [migrations.RunPython(set_secure_delete(1), set_secure_delete(0))]

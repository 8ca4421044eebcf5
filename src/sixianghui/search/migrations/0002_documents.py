import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE search_index USING fts5(title, lead, body, sound, tokenize="unicode61 remove_diacritics 0")
"""
POSTGRES = (
    "CREATE TABLE search_index (rowid bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX search_index_vector ON search_index USING gin (vector)",
)


def make(apps, schema_editor):
    """The full-text index is the database's own; SQLite's keeps deleted words in the file unless told otherwise."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        schema_editor.execute("INSERT INTO search_index(search_index, rank) VALUES('secure-delete', 1)")
    else:
        for line in POSTGRES:
            schema_editor.execute(line)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_erased_words_leave_the_file")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="种类")),
                ("key", models.CharField(max_length=64, verbose_name="编号")),
                ("column", models.CharField(blank=True, max_length=60, verbose_name="栏目")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年")),
                ("at", models.DateTimeField(null=True, verbose_name="时间")),
                ("title", models.CharField(max_length=255, verbose_name="标题")),
                ("url", models.CharField(max_length=500, verbose_name="网址")),
                ("names", models.TextField(blank=True, verbose_name="叫法")),
            ],
            options={
                "verbose_name": "可以检索的内容",
                "verbose_name_plural": "可以检索的内容",
                "indexes": [models.Index(fields=["id", "column", "year"], name="narrowed")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="found_once")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="search.document",
                    ),
                ),
                ("lead", models.TextField(blank=True, verbose_name="眉题和摘要")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
            ],
            options={"verbose_name": "检索的正文", "verbose_name_plural": "检索的正文"},
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=32, verbose_name="问的词")),
                ("day", models.DateField(verbose_name="哪一天")),
                ("reader", models.CharField(max_length=32, verbose_name="读者的摘要")),
            ],
            options={
                "verbose_name": "问过的词",
                "verbose_name_plural": "问过的词",
                "indexes": [models.Index(fields=["day"], name="asked_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("query", "day", "reader"), name="asked_once_a_day")
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]

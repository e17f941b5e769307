"""How the words of inputs are read for searching: by the language of each, without regard to accents.

A language that has no dictionary here is read word by word. Chinese and Arabic are found by parts of the text, too.
"""

from django.db import migrations

STEMMED = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}


def configuration(name, copied, dictionary):
    return migrations.RunSQL(
        f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {copied});"
        f"ALTER TEXT SEARCH CONFIGURATION {name}"
        f" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary};",
        f"DROP TEXT SEARCH CONFIGURATION {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("submissions", "0006_keys_are_unique")]

    operations = [
        *(configuration(f"portal_{code}", name, f"{name}_stem") for code, name in STEMMED.items()),
        configuration("portal_plain", "simple", "simple"),
    ]

"""Reference documents are counted per consultation: in the order in which they stood so far."""

from django.db import migrations
from django.db.models import F, Window
from django.db.models.functions import RowNumber


def number(apps, schema_editor):
    documents = apps.get_model("consultations", "ReferenceDocument").objects
    place = Window(RowNumber(), partition_by=F("consultation"), order_by=[F("dated"), F("pk")])
    for document in documents.annotate(place=place):
        documents.filter(pk=document.pk).update(number=document.place)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_reminders_reach_and_setup")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]

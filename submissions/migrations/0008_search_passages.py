"""What was submitted before there was a search is found, too. Texts are cut as ``submissions.actions.indexing`` does."""

from django.db import migrations

CONFIGURATION = """
(CASE language WHEN 'en' THEN 'portal_en' WHEN 'fr' THEN 'portal_fr' WHEN 'es' THEN 'portal_es'
               WHEN 'ru' THEN 'portal_ru' WHEN 'ar' THEN 'portal_ar' ELSE 'portal_plain' END)::regconfig
"""
FILL = f"""
INSERT INTO submissions_searchpassage (version_id, place, language, text, vector)
SELECT version_id, place, language, text, to_tsvector({CONFIGURATION}, text)
FROM (
    SELECT version.id AS version_id, answer.nth - 1 AS place, version.content ->> 'language' AS language,
           left(normalize(answer.value ->> 'text', NFC), 200000) AS text
    FROM submissions_submittedversion AS version,
         jsonb_array_elements(version.content -> 'answers') WITH ORDINALITY AS answer (value, nth)
    UNION ALL
    SELECT version.id, jsonb_array_length(version.content -> 'answers')
                       + row_number() OVER (PARTITION BY version.id ORDER BY file.number) - 1,
           version.content ->> 'language', left(normalize(file.text, NFC), 200000)
    FROM submissions_submittedversion AS version
    JOIN submissions_versionattachment AS file ON file.version_id = version.id
) AS passage
WHERE text <> ''
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0007_search_configurations")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

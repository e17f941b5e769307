"""The formulas that the portal prints around a text, in the language of the letter.

They stand here and not in a catalogue of translations: what was approved must not change with the reader's language.
"""

JOINT_LETTER, NOTE_VERBALE, PLAIN_LETTER = "joint_letter", "note_verbale", "plain_letter"
PRESIDENT_LETTER = "president_letter"

WORDS = {
    "en": {
        "place_and_date": "{place}, {date}",
        "salutation": "Excellency,",
        "close_one": "Please accept, Excellency, the assurances of my highest consideration.",
        "close": "Please accept, Excellency, the assurances of our highest consideration.",
        "close_note": "The secretariat avails itself of this opportunity to renew to the Permanent Missions and "
        "Permanent Observer Missions to the United Nations the assurances of its highest consideration.",
        "plain_salutation": "Dear colleagues,",
        "plain_close": "Yours sincerely,",
        "enclosure": "Enclosure",
        "enclosures": "Enclosures",
        "reference": "Reference",
        "draft": "DRAFT – not issued",
        "page": "Page",
        "of": "of",
        "verify": "To verify this letter",
        "corrects": "to circular {reference}",
    },
    "fr": {
        "place_and_date": "{place}, le {date}",
        "salutation": "Excellence,",
        "close_one": "Veuillez agréer, Excellence, les assurances de ma très haute considération.",
        "close": "Veuillez agréer, Excellence, les assurances de notre très haute considération.",
        "close_note": "Le secrétariat saisit cette occasion pour renouveler aux missions permanentes et aux missions "
        "permanentes d’observation auprès de l’Organisation des Nations Unies les assurances de sa très haute "
        "considération.",
        "plain_salutation": "Chères et chers collègues,",
        "plain_close": "Nous vous prions d’agréer l’expression de nos sentiments distingués.",
        "enclosure": "Pièce jointe",
        "enclosures": "Pièces jointes",
        "reference": "Référence",
        "draft": "PROJET – non publié",
        "page": "Page",
        "of": "sur",
        "verify": "Pour vérifier cette lettre",
        "corrects": "à la circulaire {reference}",
    },
    "es": {
        "place_and_date": "{place}, {date}",
        "salutation": "Excelencia:",
        "close_one": "Aprovecho la oportunidad para reiterar a Vuestra Excelencia las seguridades de mi más alta "
        "consideración.",
        "close": "Aprovechamos la oportunidad para reiterar a Vuestra Excelencia las seguridades de nuestra más alta "
        "consideración.",
        "close_note": "La secretaría aprovecha la oportunidad para reiterar a las Misiones Permanentes y las Misiones "
        "Permanentes de Observación ante las Naciones Unidas las seguridades de su más alta consideración.",
        "plain_salutation": "Estimadas y estimados colegas:",
        "plain_close": "Atentamente,",
        "enclosure": "Adjunto",
        "enclosures": "Adjuntos",
        "reference": "Referencia",
        "draft": "BORRADOR – no publicado",
        "page": "Página",
        "of": "de",
        "verify": "Para verificar esta carta",
        "corrects": "de la circular {reference}",
    },
    "ru": {
        "place_and_date": "{place}, {date}",
        "salutation": "Ваше Превосходительство,",
        "close_one": "Примите, Ваше Превосходительство, уверения в моем весьма высоком уважении.",
        "close": "Примите, Ваше Превосходительство, уверения в нашем весьма высоком уважении.",
        "close_note": "Секретариат пользуется случаем, чтобы возобновить постоянным представительствам и миссиям "
        "постоянных наблюдателей при Организации Объединенных Наций уверения в своем весьма высоком уважении.",
        "plain_salutation": "Уважаемые коллеги,",
        "plain_close": "С уважением,",
        "enclosure": "Приложение",
        "enclosures": "Приложения",
        "reference": "Номер",
        "draft": "ПРОЕКТ – не опубликовано",
        "page": "Страница",
        "of": "из",
        "verify": "Проверить подлинность письма",
        "corrects": "к циркуляру {reference}",
    },
    "ar": {
        "place_and_date": "{place}\u200f، {date}",
        "salutation": "صاحب السعادة،",
        "close_one": "وتفضلوا، صاحب السعادة، بقبول أسمى آيات تقديري.",
        "close": "وتفضلوا، صاحب السعادة، بقبول أسمى آيات تقديرنا.",
        "close_note": "وتغتنم الأمانة هذه الفرصة لتعرب مجددا للبعثات الدائمة وبعثات المراقبين الدائمة لدى الأمم "
        "المتحدة عن أسمى آيات تقديرها.",
        "plain_salutation": "الزملاء الأعزاء،",
        "plain_close": "وتفضلوا بقبول فائق الاحترام.",
        "enclosure": "الضميمة",
        "enclosures": "الضمائم",
        "reference": "المرجع",
        "draft": "مسودة – لم تصدر",
        "page": "الصفحة",
        "of": "من",
        "verify": "للتحقق من هذه الرسالة",
        "corrects": "للتعميم \u200e{reference}\u200e",  # else the two numbers change places
    },
    "zh": {
        "place_and_date": "{place}，{date}",
        "salutation": "阁下：",
        "close_one": "顺致最崇高的敬意。",
        "close": "顺致最崇高的敬意。",
        "close_note": "秘书处借此机会再次向各国常驻联合国代表团和常驻联合国观察员代表团致以最崇高的敬意。",
        "plain_salutation": "各位同事：",
        "plain_close": "此致敬礼",
        "enclosure": "附件",
        "enclosures": "附件",
        "reference": "文号",
        "draft": "草稿 – 未发布",
        "page": "第",
        "of": "/",
        "verify": "核验本函",
        "corrects": "对应通函 {reference}",
    },
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def words(language):
    """The printed words of ``language``, English where we have none, with the direction it is written in."""
    base = language.split("-")[0]
    return {**WORDS["en"], **WORDS.get(base, {}), "dir": "rtl" if base in RIGHT_TO_LEFT else "ltr"}


def salutation(form, language):
    """How the reader is addressed; a note verbale has none, it opens in the third person."""
    known = words(language)
    return {NOTE_VERBALE: "", PLAIN_LETTER: known["plain_salutation"]}.get(form, known["salutation"])


def close(form, language, signing):
    """The closing formula for so many who sign; the President signs alone."""
    known = words(language)
    letter = known["close_one"] if signing == 1 or form == PRESIDENT_LETTER else known["close"]
    return {NOTE_VERBALE: known["close_note"], PLAIN_LETTER: known["plain_close"]}.get(form, letter)

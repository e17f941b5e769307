"""The opening words of a paragraph, which a resolution prints in italics. Pure functions.

A preambular paragraph opens with a participle or an adjective, an operative one with a verb: "*Recalling* its
resolution", "*Also requests* the Secretary-General", "*Prend note* du rapport". The words are those that resolutions
use, in English, French and Spanish; what opens with another stays as it is. It is for whoever calls to ask only where
a paragraph is first written, brought in or given its kind: what somebody has taken out is not set again.
"""

import re

_ADVERBS = (
    "also|further|again|once more|deeply|gravely|seriously|fully|keenly|particularly|strongly|firmly|warmly|highly|"
    "profoundly|especially|solemnly|urgently|increasingly|still|equally|sincerely|greatly|alarmed and"
)
_WITH = (
    r"(?: with(?: (?:deep|grave|great|keen|much|particular|profound|serious|utmost))? "
    r"(?:alarm|anxiety|appreciation|approval|concern|dismay|gratitude|interest|regret|satisfaction))?"
)
_PREAMBULAR_EN = (
    rf"acknowledging{_WITH}|acting|affirming|alarmed|anxious|appalled|appreciating|approving|aware|bearing in mind|"
    r"believing|calling for|calling|cognizant|commending|concerned|concurring|condemning|confident|conscious|"
    r"considering|convinced|declaring|deploring|desiring|desirous|determined|disturbed|distressed|emphasizing|"
    r"encouraged|encouraging|endeavouring|endorsing|expecting|expressing(?: (?:its|also its|its deep|its grave|"
    r"its serious|its strong))? (?:appreciation|concern|satisfaction|gratitude|hope|support|regret|alarm)|"
    r"expressing|finding|firmly committed|committed|fulfilling|gratified|grateful|guided|"
    r"having (?:also )?(?:adopted|considered|examined|heard|received|reviewed|studied|regard to|taken note)|"
    rf"having|hoping|inspired|intent|inviting|looking forward|mindful|moved|noting{_WITH}|observing|paying tribute|"
    r"pointing out|pursuant|reaffirming|realizing|recalling|recognizing|reemphasizing|regretting|reiterating|"
    r"remaining|renewing|resolved|respecting|saluting|seeking|seized|sharing|stressing|striving|supporting|"
    rf"taking (?:also |further )?(?:into account|into consideration|note{_WITH})|taking|thanking|troubled|"
    rf"underlining|underscoring|urging|viewing{_WITH}|welcoming{_WITH}|wishing"
)
_OPERATIVE_EN = (
    rf"accepts|acknowledges{_WITH}|adopts|affirms|agrees|appeals|applauds|appoints|approves|asks|authorizes|"
    r"calls (?:upon|for|on|attention)|commends|concludes|concurs|condemns|confirms|congratulates|considers|"
    r"decides|declares|demands|deplores|designates|determines|directs|draws(?: the)? attention|emphasizes|"
    r"encourages|endorses|establishes|expresses(?: (?:its|also its|its deep|its grave|its serious|"
    r"its strong))? (?:appreciation|concern|satisfaction|gratitude|hope|support|regret|alarm|intention)|expresses|"
    rf"extends|highlights|instructs|insists|invites|looks forward|notes{_WITH}|objects|observes|pays tribute|"
    r"proclaims|proposes|reaffirms|recalls|recognizes|recommends|regrets|reiterates|rejects|remains seized|renews|"
    r"repeats|requests|resolves|stresses|strongly urges|supports|suggests|takes (?:also |"
    rf"further )?(?:into account|into consideration|note{_WITH})|thanks|transmits|trusts|underlines|underscores|"
    rf"urges|welcomes{_WITH}"
)
_PREAMBULAR_FR = (
    r"accueillant(?: avec satisfaction)?|affirmant|alarmée?|animée?|appréciant|ayant(?: (?:à l[’']esprit|examiné|"
    r"entendu|reçu|étudié|présent à l[’']esprit))?|confirmant|consciente?|considérant|constatant(?: avec \w+)?|"
    r"convaincue?|craignant|déplorant|désireu(?:se|x)|déterminée?|encouragée?|engageant|estimant|exprimant|"
    r"félicitant|gardant à l[’']esprit|guidée?|insistant|jugeant|mettant l[’']accent|notant(?: avec \w+)?|"
    r"observant|préoccupée?|prenant (?:acte|note|en considération)(?: avec \w+)?|rappelant|réaffirmant|"
    r"reconnaissant|regrettant|réitérant|remerciant|résolue?|saluant|sachant|se (?:déclarant|félicitant|"
    r"réjouissant)|soucieu(?:se|x)|soulignant|tenant compte|vivement préoccupée?"
)
_OPERATIVE_FR = (
    r"accueille(?: avec satisfaction)?|adopte|affirme|appelle|approuve|autorise|charge|condamne|confirme|"
    r"considère|constate(?: avec \w+)?|convient|décide|déclare|demande|déplore|encourage|engage|estime|exhorte|"
    r"exige|exprime|fait (?:sienne?s?|appel)|félicite|insiste|invite|lance un appel|met l[’']accent|"
    r"note(?: avec \w+)?|prend (?:acte|note)(?: avec \w+)?|prie|proclame|rappelle|réaffirme|recommande|reconnaît|"
    r"regrette|réitère|remercie|salue|se (?:déclare|félicite|réjouit)|sait gré|souligne|souscrit"
)
_PREAMBULAR_ES = (
    r"acogiendo(?: con \w+)?|afirmando|alarmada|alentada|apreciando|celebrando|conociendo|consciente|considerando|"
    r"convencida|decidida|deplorando|deseando|deseosa|destacando|encomiando|expresando|guiada|"
    r"habiendo(?: (?:examinado|recibido|escuchado))?|haciendo (?:hincapié|notar)|lamentando|"
    r"observando(?: con \w+)?|poniendo de relieve|preocupada|profundamente preocupada|reafirmando|reconociendo|"
    r"recordando|reiterando|resuelta|subrayando|teniendo (?:presente|en cuenta|en consideración)|"
    r"tomando nota(?: con \w+)?"
)
_OPERATIVE_ES = (
    r"acepta|acoge(?: con \w+)?|acuerda|adopta|afirma|alienta|aprueba|autoriza|celebra|condena|confirma|considera|"
    r"decide|declara|deplora|destaca|encarga|encomia|exhorta|exige|expresa|hace (?:hincapié|suy[oa]s?|notar|"
    r"un llamamiento)|insta|invita|lamenta|observa(?: con \w+)?|pide|pone de relieve|proclama|reafirma|recomienda|"
    r"reconoce|recuerda|reitera|ruega|solicita|subraya|toma nota(?: con \w+)?"
)
_AFTER_FR = r"(?: (?:également|aussi|en outre|de nouveau))?"
_BEFORE_ES = r"(?:(?:también|además|asimismo) )?"
_AFTER_ES = r"(?: (?:también|además|asimismo|nuevamente))?"


def _opening(english, french, spanish):
    """A pattern of the opening words, in any of the three languages."""
    forms = (
        rf"(?:(?:{_ADVERBS})(?: and (?:{_ADVERBS}))? )*(?:{english})(?: (?:also|further)(?! \w+ing\b))?",
        rf"(?:{french}){_AFTER_FR}",
        rf"{_BEFORE_ES}(?:{spanish}){_AFTER_ES}",
    )
    return re.compile(rf"(?:{'|'.join(forms)})(?![\w’'-])", re.IGNORECASE)


_OPENINGS = {
    "preambular": _opening(_PREAMBULAR_EN, _PREAMBULAR_FR, _PREAMBULAR_ES),
    "operative": _opening(_OPERATIVE_EN, _OPERATIVE_FR, _OPERATIVE_ES),
}
_ORGAN = re.compile(r"[^\s,.;:*][^,.;:*]*[^\s,.;:*]")
_BEFORE = re.compile(r"[\s\[“\"(]*")  # a bracket may stand before the first word


def emphasised(kind, text):
    """``text`` with its opening words in asterisks; as it is where they have some, or are none that are known."""
    start = _BEFORE.match(text).end()
    pattern = _ORGAN if kind == "organ" else _OPENINGS.get(str(kind))
    found = pattern and pattern.match(text, start)
    if not found or not _is_plain(text, start):
        return text
    return f"{text[:start]}*{found[0]}*{text[found.end() :]}"


def _is_plain(text, start):
    """Whether the paragraph begins with a capital, and without emphasis in its first words."""
    return text[start : start + 1].isupper() and "*" not in text[: start + 60]


def is_emphasised(text):
    """Whether the first words of ``text`` stand in asterisks."""
    start = _BEFORE.match(text).end()
    return text[start : start + 1] == "*"

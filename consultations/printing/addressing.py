"""How a letter and an envelope name whom they are for."""

from accounts.models import DelegationKind
from accounts.models.delegation import STATES

# A mission in the language of a letter, below the name of its State so that no preposition has to agree with it:
# of a Member State, of an observer State. In English it has its name on letters.
MISSIONS = {
    "fr": (
        "Mission permanente auprès de l’Organisation des Nations Unies",
        "Mission permanente d’observation auprès de l’Organisation des Nations Unies",
    ),
    "es": (
        "Misión Permanente ante las Naciones Unidas",
        "Misión Permanente de Observación ante las Naciones Unidas",
    ),
    "ar": ("البعثة الدائمة لدى الأمم المتحدة", "بعثة المراقب الدائم لدى الأمم المتحدة"),
    "zh": ("常驻联合国代表团", "常驻联合国观察员代表团"),
    "ru": (
        "Постоянное представительство при Организации Объединенных Наций",
        "Миссия постоянного наблюдателя при Организации Объединенных Наций",
    ),
}
WITHIN = " to the United Nations"


def lines_of(delegation, day, language, place):
    """The addressee as a letter of ``day`` in ``language`` names it, line by line."""
    if delegation.kind not in STATES:
        return [_formal_name(delegation, day) if language == "en" else delegation.name_on(day, language)]
    if language in MISSIONS:
        mission = MISSIONS[language][delegation.kind == DelegationKind.OBSERVER_STATE]
        return [delegation.name_on(day, language), mission, place]
    return [_formal_name(delegation, day), place]


def narrow(lines):
    """The lines for a label, where "to the United Nations" has a line of its own."""
    return [part for line in lines for part in line.replace(WITHIN, "\n" + WITHIN.strip()).splitlines()]


def _formal_name(delegation, day):
    """The name on letters; where the delegation was called otherwise on that day, with the name it had then."""
    today = next((row.name for row in delegation.names.all() if row.language == "en" and row.valid_to is None), "")
    then = delegation.name_on(day, "en")
    if not today or then == today or today not in delegation.formal_name:
        return delegation.formal_name
    return delegation.formal_name.replace(today, f"t{then[1:]}" if then.startswith("The ") else then)

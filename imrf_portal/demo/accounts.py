"""Who can sign in to the demonstration, and as what. Names are those of roles: no person is made up.

Plain data, read before Django is set up: ``./run`` prints it.
"""

PASSWORD = "thirteen maps on a quiet desk"  # noqa: S105 - public: it opens the demonstration only

SECRETARIAT = "secretariat@demo.invalid"
SECOND_PERSON = "secretariat2@demo.invalid"  # a note verbale is approved by another than who drafted it
ADMINISTRATOR = "admin@demo.invalid"

ACCOUNTS = [
    (SECRETARIAT, "secretariat"),
    (SECOND_PERSON, "secretariat, the second person that a note verbale needs"),
    ("staff@demo.invalid", "staff of the co-facilitators"),
    ("cofacilitator.bgd@demo.invalid", "co-facilitator, Bangladesh"),
    ("cofacilitator.esp@demo.invalid", "co-facilitator, Spain, and head of its delegation"),
    ("head.prt@demo.invalid", "head of delegation, Portugal"),
    ("delegate.prt@demo.invalid", "delegate, Portugal"),
    ("head.phl@demo.invalid", "head of delegation, Philippines"),
    ("delegate.phl@demo.invalid", "delegate, Philippines"),
    ("observer.vat@demo.invalid", "head of delegation, Holy See (observer State)"),
    ("stakeholder@demo.invalid", "head of delegation of a stakeholder"),
    (ADMINISTRATOR, "administrator"),
]

NAMES = {
    SECRETARIAT: "Secretariat",
    SECOND_PERSON: "Secretariat (second person)",
    "staff@demo.invalid": "Staff of the co-facilitators",
    "cofacilitator.bgd@demo.invalid": "Co-facilitator (Bangladesh)",
    "cofacilitator.esp@demo.invalid": "Co-facilitator (Spain)",
    "head.prt@demo.invalid": "Head of delegation (Portugal)",
    "delegate.prt@demo.invalid": "A delegate (Portugal)",
    "head.phl@demo.invalid": "Head of delegation (Philippines)",
    "delegate.phl@demo.invalid": "A delegate (Philippines)",
    "observer.vat@demo.invalid": "Head of delegation (Holy See)",
    "stakeholder@demo.invalid": "Head of delegation (sample stakeholder)",
    ADMINISTRATOR: "Administrator",
}

STAKEHOLDER = "SAMPLE"  # the code of the one delegation that is no State

# (address, code of the delegation, role)
MEMBERSHIPS = [
    ("cofacilitator.esp@demo.invalid", "ESP", "head"),
    ("head.prt@demo.invalid", "PRT", "head"),
    ("delegate.prt@demo.invalid", "PRT", "delegate"),
    ("head.phl@demo.invalid", "PHL", "head"),
    ("delegate.phl@demo.invalid", "PHL", "delegate"),
    ("observer.vat@demo.invalid", "VAT", "head"),
    ("stakeholder@demo.invalid", STAKEHOLDER, "head"),
]

# In every consultation of the demonstration: (address, kind of role), and the co-facilitators in the order in which
# they sign, with their delegations.
ROLES = [
    (SECRETARIAT, "secretariat"),
    (SECOND_PERSON, "secretariat"),
    ("staff@demo.invalid", "staff"),
]
COFACILITATORS = [("cofacilitator.bgd@demo.invalid", "BGD"), ("cofacilitator.esp@demo.invalid", "ESP")]

# Official addresses are not public: each delegation gets one that leads nowhere, these two get a second.
MAILBOX = "{code}@missions.invalid"
SECOND_MAILBOX = ("PRT", "PHL"), "{code}.migration@missions.invalid"

"""What each role reads in the record: the whole of who may know what was done, in one place.

The columns: a visitor; delegate and head of Portugal, of the Philippines; observer and stakeholder (heads too); head
of Spain, in whose name Portugal speaks in these inputs; staff, co-facilitator of Spain, secretariat, administrator.
"." is nothing, "r" the deed with capacity and delegation, "K" also the person and the facts. A line names the object
and how it stands, then the verbs for which it holds; an input by who may read what was last submitted of it.
"""

EVERYONE = "rrrrrrrrKKKr"
NOBODY_SHOWN = "............"  # of delegations that have no column
AT_WORK = "........KKK."
WRITERS = "........KK.."
PORTUGAL = ".KK........."
PEOPLE = "..K.......KK"
WRITTEN = "changed created returned revised sent_for_clearance"

TABLE = {
    "draft circular": {"created changed": AT_WORK},
    "in_approval circular": {"created changed sent_for_approval approved": AT_WORK},
    "approved circular": {"created changed sent_for_approval approved": AT_WORK},
    "issuing circular": {"created changed sent_for_approval approved issuing": AT_WORK},
    "issued circular": {"created sent_for_approval approved issuing": AT_WORK, "issued": EVERYONE},
    "superseded circular": {"created sent_for_approval approved issuing": AT_WORK, "issued superseded": EVERYONE},
    "withdrawn circular": {
        "created changed sent_for_approval approved issuing": AT_WORK,
        "issued withdrawn": EVERYONE,
    },
    "discarded circular": {"created changed sent_for_approval returned discarded": AT_WORK},
    "delivery": {"assumed_sent": ".........KK."},
    "application": {"applied": "..........K."},
    "meeting": {"scheduled": EVERYONE},
    "reminder": {"created": AT_WORK},
    "consultation": {"created": "........KKKK"},
    "working draftversion": {"created changed traced": WRITERS},
    "released draftversion": {"created changed sent_for_approval approved": WRITERS, "released": EVERYONE},
    "superseded draftversion": {
        "created changed traced sent_for_approval approved": WRITERS,
        "released superseded": EVERYONE,
    },
    "unsubmitted input of Portugal": {"created changed": PORTUGAL},
    "unsubmitted input of the Philippines": {"created": "...KK......."},
    "cofacilitators input of Portugal": {WRITTEN: PORTUGAL, "submitted withdrawn": ".KK....rrr.."},
    "participants input of Portugal": {WRITTEN: PORTUGAL, "submitted withdrawn": ".KKrrr.rrrr."},
    "public input of Portugal": {WRITTEN: PORTUGAL, "submitted withdrawn": "rKKrrrrrrrrr"},
    "public input of Spain": {"created changed": ".......K....", "submitted": "rrrrrrrKrrrr"},
    "public input of the observer": {"created changed": ".....K......", "submitted": "rrrrrKrrrrrr"},
    "cofacilitators input of another": {"created changed": NOBODY_SHOWN, "submitted": "........rr.."},
    "participants input of another": {"created changed": NOBODY_SHOWN, "submitted": ".rrrrr.rrrr."},
    "public input of another": {"created changed revised": NOBODY_SHOWN, "submitted": "rrrrrrrrrrrr"},
    "internal comment": {"created": "........KK.."},
    "participants comment": {"created": ".KKrrr.rKKr."},  # of Portugal
    "cofacilitators comment": {"created": ".KK.....KK.."},  # of Portugal, for the co-facilitators
    "invitation": {"invited invitation_withdrawn joined": PEOPLE},
}

READS = {
    f"{what}: {verb}": roles
    for what, verbs in TABLE.items()
    for together, roles in verbs.items()
    for verb in together.split()
}

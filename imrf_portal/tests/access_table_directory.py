"""The directory and the door in the access table: the delegation is Portugal, the group the European Union."""

from .access_table import BY_FORM, OPEN, READ_ONLY

KEPT = "302 403 403 403 403 403 403 403 200 403"  # by the secretariat
DONE = "302 403 403 403 403 403 403 403 302 403"
OWN = "302 403 200 200 403 403 403 403 200 403"
OWN_ADDRESSES = "302 403 403 200 403 403 403 403 200 403"  # an empty form, shown again
ASKED = "302 404 404 404 404 404 404 404 200 404"  # that somebody asked is known to the secretariat only

ACCESS = {
    "GET take_part": OPEN,
    "POST take_part": OPEN,
    "GET asked_to_take_part": OPEN,
    "POST asked_to_take_part": READ_ONLY,
    "GET applications": KEPT,
    "POST applications": BY_FORM,
    "GET application": ASKED,
    "POST application": BY_FORM,
    "GET admit": BY_FORM,
    "POST admit": ASKED,
    "GET decline": BY_FORM,
    "POST decline": ASKED,
    "GET directory": KEPT,
    "POST directory": BY_FORM,
    "GET directory_csv": KEPT,
    "POST directory_csv": BY_FORM,
    "GET preview_import": KEPT,
    "POST preview_import": KEPT,
    "GET import_directory": BY_FORM,
    "POST import_directory": DONE,
    "GET delegation": OWN,
    "POST delegation": BY_FORM,
    "GET edit_delegation": BY_FORM,
    "POST edit_delegation": KEPT,
    "GET add_name": BY_FORM,
    "POST add_name": KEPT,
    "GET amend_name": BY_FORM,
    "POST amend_name": DONE,
    "GET add_address": BY_FORM,
    "POST add_address": OWN_ADDRESSES,
    "GET edit_address": BY_FORM,
    "POST edit_address": OWN_ADDRESSES,
    "GET join_group": BY_FORM,
    "POST join_group": KEPT,
    "GET leave_group": BY_FORM,
    "POST leave_group": KEPT,
    "GET groups": KEPT,
    "POST groups": BY_FORM,
    "GET create_group": KEPT,
    "POST create_group": KEPT,
    "GET group": KEPT,
    "POST group": BY_FORM,
    "GET add_members": BY_FORM,
    "POST add_members": KEPT,
    "GET end_group_memberships": BY_FORM,
    "POST end_group_memberships": KEPT,
}

"""What each role is answered where a consultation is set up; the columns are those of ``access_table``.

The call and the document are the first of the rehearsal, the people its first co-facilitator and its staff.
"""

from .access_table import BY_FORM

KEEPERS = "302 403 403 403 403 403 403 403 200 403"  # the secretariat keeps the setup
LED_BACK = "302 403 403 403 403 403 403 403 302 403"  # done, or refused in words
OPENERS = "302 403 403 403 403 403 200 200 200 403"  # who works here opens calls and changes them
FOUNDERS = "302 403 403 403 403 403 403 403 200 200"

ACCESS = {
    "GET consultations:new_consultation": FOUNDERS,
    "POST consultations:new_consultation": FOUNDERS,
    "GET consultations:setup": KEEPERS,
    "POST consultations:setup": BY_FORM,
    "GET consultations:change_consultation": KEEPERS,
    "POST consultations:change_consultation": KEEPERS,
    "GET consultations:change_rooms": KEEPERS,
    "POST consultations:change_rooms": KEEPERS,
    "GET consultations:publish": BY_FORM,
    "POST consultations:publish": LED_BACK,
    "GET consultations:add_cofacilitator": KEEPERS,
    "POST consultations:add_cofacilitator": KEEPERS,
    "GET consultations:change_cofacilitator": KEEPERS,
    "POST consultations:change_cofacilitator": KEEPERS,
    "GET consultations:end_cofacilitator": KEEPERS,
    "POST consultations:end_cofacilitator": LED_BACK,
    "GET consultations:give_role": KEEPERS,
    "POST consultations:give_role": KEEPERS,
    "GET consultations:end_role": KEEPERS,
    "POST consultations:end_role": LED_BACK,
    "GET consultations:new_call": OPENERS,
    "POST consultations:new_call": OPENERS,
    "GET consultations:change_call": OPENERS,
    "POST consultations:change_call": OPENERS,
    "GET consultations:change_questions": "302 403 403 403 403 403 302 302 302 403",  # inputs to it have been begun
    "POST consultations:change_questions": OPENERS,
    "GET consultations:extend_call": KEEPERS,
    "POST consultations:extend_call": KEEPERS,
    "GET consultations:close_call": KEEPERS,
    "POST consultations:close_call": LED_BACK,
    "GET consultations:reopen_call": BY_FORM,
    "POST consultations:reopen_call": LED_BACK,
    "GET consultations:new_document": KEEPERS,
    "POST consultations:new_document": KEEPERS,
    "GET consultations:change_document": KEEPERS,
    "POST consultations:change_document": KEEPERS,
    "GET consultations:remove_document": BY_FORM,
    "POST consultations:remove_document": LED_BACK,
    "GET consultations:restore_document": BY_FORM,
    "POST consultations:restore_document": LED_BACK,
}

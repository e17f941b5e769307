from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """What delegations send in: the written inputs, from the working copy to what was submitted."""

    name = "submissions"
    verbose_name = _("Inputs")

    def ready(self):
        from django.db.models import Q

        from consultations import addressees, panels, sent
        from consultations import audiences as reminded
        from consultations.models import ReminderAudience
        from record import verification, wording
        from record.models import delivery, reading

        from . import audiences
        from .events import WORDS, readings
        from .panels import statements
        from .sent import SORTS
        from .submitters import submitters
        from .verification import problems

        addressees.register("inputs", submitters)
        verification.register("inputs", problems)
        reading.register("inputs", readings)
        delivery.keep_untold("inputs", Q(target_type__app_label="submissions"))
        reminded.register(ReminderAudience.NOT_SUBMITTED, audiences.not_submitted)
        reminded.register(ReminderAudience.AWAITING_CLEARANCE, audiences.awaiting_clearance)
        panels.register("statements", statements)
        sent.register(*SORTS)
        for kind in WORDS:
            wording.register(kind)

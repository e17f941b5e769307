"""What a password must be: long, and no word that anybody would try here first. Refusals say what to do instead."""

import re

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import DelegationName
from .second_factor import has_one

LONGEST = 128
LETTERS_OF_ONES_OWN = 8
WORDS = re.findall(
    r"\w+",
    """
    imrf gcm portal united nations unitednations un general assembly secretariat secretary mission missions permanent
    representative ambassador delegate delegation delegations head forum international migration migrant migrants
    review global compact modalities consultation consultations cofacilitator facilitator resolution draft zero
    circular ministry foreign affairs embassy geneva newyork new york password passwort welcome admin administrator
    login letmein qwerty qwertz azerty abcdef secret changeme
    """,
)


class LengthValidator:
    """Fifteen characters for a password that opens an account by itself, twelve beside a second factor."""

    def __init__(self, alone=15, beside_a_factor=12):
        self.alone, self.beside_a_factor = alone, beside_a_factor

    def validate(self, password, user=None):
        least = self.beside_a_factor if user is not None and user.pk and has_one(user) else self.alone
        if len(password) < least:
            message = ngettext(
                "This password has fewer than %(least)d character. Add a word or two.",
                "This password has fewer than %(least)d characters. Add a word or two.",
                least,
            )
            raise ValidationError(message % {"least": least}, code="password_too_short")
        if len(password) > LONGEST:
            message = _("This password has more than %(longest)d characters. Leave some of it out.")
            raise ValidationError(message % {"longest": LONGEST}, code="password_too_long")

    def get_help_text(self):
        text = _("At least %(alone)d characters, or %(beside)d where you have a second factor; %(longest)d at most.")
        return text % {"alone": self.alone, "beside": self.beside_a_factor, "longest": LONGEST}


class OwnWordsValidator:
    """Refuses what consists mostly of the words of this place and the names of missions, and of little else."""

    def validate(self, password, user=None):
        letters = left = _letters(password)
        for word in sorted(self._words(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < min(LETTERS_OF_ONES_OWN, len(letters) - len(left)):
            raise ValidationError(
                _("This password is made of words that anyone would try here. Add words of your own."),
                code="password_of_the_place",
            )

    def _words(self):
        names = DelegationName.objects.values_list("name", flat=True).distinct()
        parts = {_letters(part) for name in names for part in [name, *name.split()]}
        return {word for word in parts if len(word) > 3} | set(WORDS)

    def get_help_text(self):
        return _("Not made of the name of a mission, of the portal or of the United Nations.")


def _letters(text):
    return re.sub(r"[\W\d_]+", "", text.lower())


class SimilarityValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("This password is too much like your %(verbose_name)s. Choose words that have nothing to do with you.")


class CommonValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return _("This password is among those that are tried first. Choose a few words that do not belong together.")


class NumericValidator(password_validation.NumericPasswordValidator):
    def get_error_message(self):
        return _("This password consists of figures only. Choose a few words instead.")

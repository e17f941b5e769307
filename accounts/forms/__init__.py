from .invitations import AcceptForm, InviteForm, ManyForm
from .members import ActingForm, ChangeForm, EndForm, HandOverForm

__all__ = ["AcceptForm", "ActingForm", "ChangeForm", "EndForm", "HandOverForm", "InviteForm", "ManyForm"]

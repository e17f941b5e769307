from .invitations import AcceptForm, InviteForm

__all__ = ["AcceptForm", "InviteForm"]

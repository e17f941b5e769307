"""How allauth is bent to this portal: accounts come by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitationAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: ``accounts.views.accept`` makes the account that an invitation names."""
        return False

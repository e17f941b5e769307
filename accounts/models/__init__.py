from .application import Application, ApplicationState
from .delegation import Address, Delegation, DelegationKind, DelegationName
from .group import DelegationGroup, GroupKind, GroupMembership
from .invitation import Invitation
from .membership import Membership, MembershipRole
from .party import Party, PartyCapacity, PartyEntry, PartyEntryKind
from .user import User

__all__ = [
    "Address",
    "Application",
    "ApplicationState",
    "Delegation",
    "DelegationGroup",
    "DelegationKind",
    "DelegationName",
    "GroupKind",
    "GroupMembership",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Party",
    "PartyCapacity",
    "PartyEntry",
    "PartyEntryKind",
    "User",
]

"""The people and the call that most tests of this app begin with."""

from types import SimpleNamespace

import pytest

from record import waking

from . import factories as make


@pytest.fixture
def world(db):
    """A call to States, Portugal with a head and a delegate. Nothing is printed unless a test asks for it."""
    with waking.quiet():
        call = make.call()
        portugal = make.delegation()
        yield SimpleNamespace(
            call=call,
            consultation=call.consultation,
            portugal=portugal,
            head=make.member(portugal, "head"),
            delegate=make.member(portugal, "delegate"),
        )

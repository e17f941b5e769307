"""The portal before anything is in it, and with one consultation only."""

import pytest
from django.utils import timezone

from consultations.models import Consultation

from .clients import client_of

pytestmark = pytest.mark.django_db


def test_index_goes_to_the_only_consultation():
    today = timezone.now().date()
    Consultation.objects.create(
        slug="only", title="A sample", short_title="A sample", mandate="none", opens_on=today, expected_end=today
    )

    assert client_of().get("/").headers["Location"] == "/only/"


def test_index_of_an_empty_portal_is_a_page():
    assert client_of().get("/").status_code == 200


@pytest.mark.parametrize("path", ["/verify/", "/accounts/login/", "/accounts/password/reset/"])
def test_pages_that_need_nothing_are_there(path):
    assert client_of().get(path).status_code == 200

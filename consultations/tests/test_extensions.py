"""More time for one delegation: given and ended by the secretariat, told to that delegation and to nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory, MembershipFactory
from consultations import actions, sent
from consultations.models import Call, CallExtension
from record.models import Delivery, Event

from . import factories
from .factories import AT, CallFactory, ConsultationFactory, acting

pytestmark = pytest.mark.django_db
PAGE = "/process/setup/calls/1/more-time/"
DUE = datetime(2019, 2, 15, 22, tzinfo=UTC)
UNTIL = datetime(2019, 3, 2, 5, tzinfo=UTC)  # the end of 1 March in New York, in winter
TYPED = {"until_on": "2019-03-01", "until_hour": ""}


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def call(team):
    return CallFactory(consultation=team.consultation, number=1, due_at=DUE)


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def delegation(code, name, **fields):
    made = DelegationFactory(code=code, iso3=code, **fields)
    DelegationNameFactory(delegation=made, name=name)
    return made


@pytest.fixture
def portugal():
    made = delegation("PRT", "Portugal")
    AddressFactory(delegation=made, email="mission@portugal.test")
    return made


@pytest.fixture
def delegate(portugal):
    return acting(MembershipFactory(delegation=portugal, user__email="delegate@portugal.test").user)


@pytest.fixture
def other():
    return acting(MembershipFactory(delegation=delegation("PHL", "Philippines")).user)


def give(call, team, portugal, until=UNTIL, **delta):
    by = team.secretariat.later(timedelta(**delta)) if delta else team.secretariat
    return actions.give_time(call, by=by, delegation=portugal, until=until)


def test_time_is_given_recorded_and_mailed_to_the_delegation(team, call, portugal, delegate, deeds):
    extension = give(call, team, portugal)

    assert (extension.until, extension.given_by, extension.given_at) == (UNTIL, team.secretariat.user, AT)
    facts = {"delegation": "PRT", "until": "2019-03-02T05:00:00.000000+00:00"}
    assert deeds(call) == [("extended", team.secretariat.user, facts)]
    mails = Delivery.objects.about(call).order_by("address")
    assert [mail.address for mail in mails] == ["delegate@portugal.test", "mission@portugal.test"]
    assert "Sat 2 Mar 2019, 00:00" in mails[0].text


def test_time_given_anew_takes_the_place_of_what_was_given(team, call, portugal, delegate):
    give(call, team, portugal)
    later = UNTIL + timedelta(days=7)

    give(call, team, portugal, later, hours=1)

    assert CallExtension.objects.get().until == later
    assert Delivery.objects.about(call).count() == 4


def test_time_is_ended_recorded_and_mailed(team, call, portugal, delegate, deeds):
    give(call, team, portugal)

    actions.end_time(call, by=team.secretariat.later(timedelta(hours=1)), delegation=portugal)

    assert not CallExtension.objects.exists()
    assert [verb for verb, _user, _facts in deeds(call)] == ["extended", "ended"]
    assert Delivery.objects.about(call).count() == 4


def test_time_that_was_not_given_cannot_be_ended(team, call, portugal):
    with pytest.raises(ValidationError, match="has no more time than the others"):
        actions.end_time(call, by=team.secretariat, delegation=portugal)


@pytest.mark.parametrize("until", [DUE, DUE - timedelta(minutes=1)])
def test_time_refused_that_ends_with_that_of_all(team, call, portugal, until):
    with pytest.raises(ValidationError, match="after the date for all, and after now"):
        give(call, team, portugal, until)


def test_time_refused_that_is_over(team, call, portugal):
    with pytest.raises(ValidationError, match="after now"):
        give(call, team, portugal, UNTIL, days=60)


def test_time_refused_to_whom_is_not_asked(team, call):
    with pytest.raises(ValidationError, match="does not ask this delegation"):
        give(call, team, delegation("ORG", "An organization", kind="intergovernmental"))


def test_time_refused_where_nothing_ends(team, portugal):
    call = CallFactory(consultation=team.consultation, number=2)

    with pytest.raises(ValidationError, match="sets no date and is not closed"):
        give(call, team, portugal)


def test_call_is_open_late_and_due_by_the_time_of_the_delegation(call):
    call.closed_at = DUE
    moment = timedelta(milliseconds=1)

    assert [call.is_open(at, UNTIL) for at in (DUE, UNTIL, UNTIL + moment)] == [True, True, False]
    assert [call.is_open(at) for at in (DUE - moment, DUE)] == [True, False]
    assert [call.is_late(at, UNTIL) for at in (DUE + moment, UNTIL, UNTIL + moment)] == [False, False, True]
    assert [call.due_for(None), call.due_for(UNTIL), call.due_for(DUE - moment)] == [DUE, UNTIL, DUE]


def test_calls_open_to_a_delegation_are_found_with_its_time(team, call, portugal, other):
    give(call, team, portugal)
    Call.objects.filter(pk=call.pk).update(closed_at=DUE)
    after = DUE + timedelta(hours=1)

    found = {of: list(Call.objects.open_to(of, after)) for of in (portugal.pk, other.delegation.pk)}

    assert found == {portugal.pk: [call], other.delegation.pk: []}
    assert found[portugal.pk][0].extended_until == UNTIL
    assert list(Call.objects.open_to(portugal.pk, UNTIL + timedelta(seconds=1))) == []


def test_record_and_mail_of_it_are_for_that_delegation_and_who_works_here(team, call, portugal, delegate, other):
    give(call, team, portugal)
    actions.end_time(call, by=team.secretariat.later(timedelta(hours=1)), delegation=portugal)

    def read(actor):
        return list(Event.objects.about(call).visible_to(actor).values_list("verb", "known"))

    both = [("extended", True), ("ended", True)]
    actors = (delegate, team.staff, team.first, team.secretariat, other, team.public)
    assert [sorted(read(actor), reverse=True) for actor in actors] == [both] * 4 + [[]] * 2
    consultation = team.consultation
    assert [sent.to_us(consultation, actor).count() for actor in (delegate, other)] == [4, 0]
    assert [sent.to_others(consultation, portugal, actor).count() for actor in (other, team.secretariat)] == [0, 0]


def test_extension_of_the_call_itself_stays_public(team, call):
    actions.extend_call(call, by=team.secretariat, due_at=UNTIL)

    assert Event.objects.about(call).visible_to(team.public).count() == 1


def test_page_gives_time_shows_it_and_ends_it(client, client_of, team, call, portugal):
    answer = client.post(PAGE, {"delegation": portugal.pk, **TYPED})

    assert answer.headers["Location"] == "/process/setup/#calls"
    assert CallExtension.objects.get().until == UNTIL
    assert "Portugal has more time" in client.get("/process/setup/").content.decode()
    assert "Portugal has more time" in client_of(team.staff).get("/process/setup/calls/").content.decode()
    ended = client.post("/process/setup/calls/1/more-time/PRT/end/")
    assert (ended.status_code, CallExtension.objects.exists()) == (302, False)
    assert client.post("/process/setup/calls/1/more-time/PRT/end/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until_on": "2019-02-10"}, "until_on"),
        ({"until_on": ""}, "until_on"),
        ({"until_on": "2019-03-10", "until_hour": "02:30"}, "until_hour"),
        ({"delegation": "0"}, "delegation"),
        ({"delegation": "\0"}, "delegation"),
    ],
)
def test_page_refuses_beside_the_field(client, call, portugal, wrong, field):
    answer = client.post(PAGE, {"delegation": portugal.pk, **TYPED} | wrong)

    assert list(answer.context["form"].errors) == [field]
    assert not CallExtension.objects.exists()


def test_page_leads_back_where_nothing_ends(client_of, team, call):
    Call.objects.filter(pk=call.pk).update(due_at=None)

    assert client_of(team.secretariat).get(PAGE).headers["Location"] == "/process/setup/#calls"


def test_staff_and_cofacilitators_open_calls_and_end_none(client_of, team, call):
    for actor in (team.staff, team.first):
        client = client_of(actor)
        paths = ["", "new/", "1/", "1/questions/", "1/extend/", "1/close/", "1/more-time/"]
        opened = [client.get(f"/process/setup/calls/{path}").status_code for path in paths]
        assert opened == [200, 200, 200, 200, 403, 403, 403]
        assert client.get("/process/setup/").status_code == 403


def test_call_of_staff_says_its_mandate_and_leads_back_to_the_calls(client_of, team):
    client = client_of(team.staff)
    facts = {"kind": "comments", "audience": ["member_state"], "opens_on": "2019-02-01", "text": "One.\r\nTwo."}

    answer = client.post("/process/setup/calls/new/", facts)

    assert answer.headers["Location"] == "/process/setup/calls/1/questions/"
    assert Call.objects.get().text == "One.\nTwo."
    languages = {f"language_{place}": "en" for place in (1, 2, 3)}
    asked = client.post("/process/setup/calls/1/questions/", {"revision": "1", "text_1": "Why?", **languages})
    assert asked.headers["Location"] == "/process/setup/calls/"
    assert "Two." in client.get("/process/setup/calls/").content.decode()


def test_questions_about_paragraphs_have_their_numbers_and_stay(team):
    questions = [(f"What of paragraph {number}?", "en", f"OP{number}") for number in range(1, 21)]

    call = actions.add_call(
        team.consultation, by=team.staff, questions=questions, kind="comments", audience=["member_state"], opens_at=AT
    )

    assert [question.numeral for question in call.questions.all()] == [f"OP{number}" for number in range(1, 21)]
    assert "paragraphs of a text" in call.why_not_change_questions(AT)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_calls_do_not_grow_with_the_rows(client_of, team, rows, django_assert_num_queries):
    client = client_of(team.staff)
    for number in range(1, rows + 1):
        call = CallFactory(consultation=team.consultation, number=number, due_at=DUE)
        for _each in range(rows):
            asked = DelegationFactory()
            DelegationNameFactory(delegation=asked)
            give(call, team, asked)
    client.get("/process/setup/calls/")

    with django_assert_num_queries(10):
        client.get("/process/setup/calls/")

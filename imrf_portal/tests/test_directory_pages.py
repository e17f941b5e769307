"""The pages of the directory: found, changed, taken out and brought in, by the secretariat."""

import re

import pytest

from accounts.models import Delegation, DelegationGroup, GroupMembership
from accounts.tests.factories import AddressFactory, MembershipFactory
from accounts.tests.keeping import state
from accounts.tests.signing_in import sign_in
from consultations.tests.factories import RoleFactory

pytestmark = pytest.mark.django_db
QUERIES = {  # five of them are those of every page: the session, the person, what they may act as, their factor
    "/accounts/directory/": 9,
    "/accounts/directory/?q=a": 9,
    "/accounts/directory.csv": 9,
    "/accounts/directory/AAA/": 16,
    "/accounts/groups/": 7,
    "/accounts/groups/G/": 10,
    "/accounts/new-group/": 7,
}


@pytest.fixture
def secretariat(client):
    return sign_in(client, RoleFactory().user)


@pytest.fixture
def mali():
    return state("Mali", "MLI", iso2="ML")


def text_of(answer):
    """The words of a page, without its marks."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_directory_finds_whatever_accents_are_typed_and_marks_the_hit(secretariat, mali):
    state("Côte d'Ivoire", "CIV")

    page = secretariat.get("/accounts/directory/?q=cote d’i").content.decode()

    assert "<mark>Côte d&#x27;I</mark>voire" in page
    assert "1 of 2 has this." in " ".join(page.split())
    assert "Mali" not in page


def test_directory_shows_markup_in_names_as_it_was_typed(secretariat):
    state("<script>alert(1)</script>", "XSS")

    for path in ("/accounts/directory/", "/accounts/directory/?q=script", "/accounts/directory/XSS/"):
        page = secretariat.get(path).content.decode().split("<main")[1]
        assert "<script" not in page
        assert "&lt;" in page


@pytest.mark.parametrize("query", ["q=" + "a" * 101, "q=%00", "kind=club", "group=G9", "state=bad"])
def test_directory_answers_a_filter_that_cannot_be_meant_in_a_sentence(secretariat, mali, query):
    answer = secretariat.get(f"/accounts/directory/?{query}")

    assert (answer.status_code, len(answer.context["problems"]), answer.context["lines"]) == (400, 1, [])


def test_directory_says_what_to_do_where_nothing_is_found(secretariat):
    assert "The directory is empty. Bring it in from a file." in text_of(secretariat.get("/accounts/directory/"))
    assert "Nobody has this. Try fewer words" in text_of(secretariat.get("/accounts/directory/?q=a"))


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_rows(secretariat, number, django_assert_num_queries):
    group = DelegationGroup.objects.create(code="G", name="A group", kind="negotiating")
    for code in ("AAA", "BBB", "CCC")[:number]:
        delegation = state(f"A State {code}", code)
        AddressFactory(delegation=delegation)
        group.memberships.create(delegation=delegation)
    for path in QUERIES:
        secretariat.get(path)  # the kinds of objects are known by now

    for path, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            assert secretariat.get(path).status_code == 200


def test_edit_delegation_keeps_mine_and_shows_theirs_when_both_have_changed_it(secretariat, mali):
    sent = {"formal_name": "Mission of Mali", "languages": "fr", "admitted_under": "", "based_on": mali.revision()}
    assert secretariat.post("/accounts/directory/MLI/edit/", sent).status_code == 302

    answer = secretariat.post("/accounts/directory/MLI/edit/", sent | {"languages": "fr, en"})

    page = text_of(answer)
    assert "Somebody else has changed this since you opened it." in page
    assert "What now stands: Mission of Mali; fr;" in page
    assert 'value="fr, en"' in answer.content.decode()
    assert Delegation.objects.get().languages == "fr"
    again = sent | {"languages": "fr, en", "based_on": answer.context["edit_form"]["based_on"].value()}
    assert secretariat.post("/accounts/directory/MLI/edit/", again).status_code == 302
    assert Delegation.objects.get().languages == "fr, en"


def test_address_that_somebody_else_has_changed_is_shown_beside_mine_and_saved_then(secretariat, mali):
    address = AddressFactory(delegation=mali)
    path, key = f"/accounts/directory/MLI/addresses/{address.pk}/", f"address-{address.pk}"
    sent = {f"{key}-label": "theirs", f"{key}-active": "on", f"{key}-based_on": address.revision()}
    secretariat.post(path, sent)

    answer = secretariat.post(path, sent | {f"{key}-label": "mine"})

    assert "What now stands: in use; theirs;" in text_of(answer)
    assert 'value="mine"' in answer.content.decode()
    (row,) = answer.context["addresses"]
    secretariat.post(path, sent | {f"{key}-label": "mine", f"{key}-based_on": row.form["based_on"].value()})
    address.refresh_from_db()
    assert address.label == "mine"


def test_record_is_linked_where_there_is_something_to_read(secretariat, mali):
    link = "/record/delegation/MLI/"
    before = secretariat.get("/accounts/directory/MLI/").content.decode()
    secretariat.post("/accounts/directory/MLI/names/", {"name-language": "fr", "name-name": "Mali"})

    after = secretariat.get("/accounts/directory/MLI/").content.decode()

    assert (link in before, link in after, secretariat.get(link).status_code) == (False, True, 200)


def test_names_are_added_and_ended_on_the_page(secretariat, mali):
    new = {"name-language": "en", "name-name": "Republic of Mali", "name-valid_from": "2020-01-01"}
    assert secretariat.post("/accounts/directory/MLI/names/", new).status_code == 302
    row = mali.names.get(name="Republic of Mali")

    answer = secretariat.post(
        f"/accounts/directory/MLI/names/{row.pk}/", {f"name-{row.pk}-valid_to": "2021-01-01"}, follow=True
    )

    page = text_of(answer)
    assert "from 1 January 2020 until before 1 January 2021 days not checked" in page
    assert "until before 1 January 2020" in page


def test_name_that_cannot_be_ended_so_is_shown_again_with_why(secretariat, mali):
    row = mali.names.create(language="fr", name="Mali", valid_from="2020-01-01")

    answer = secretariat.post(f"/accounts/directory/MLI/names/{row.pk}/", {f"name-{row.pk}-valid_to": "2019-01-01"})

    assert "A name ends after the day on which it begins. Choose a later day." in text_of(answer)
    assert 'value="2019-01-01"' in answer.content.decode()


@pytest.mark.parametrize("email", ["nobody", "a@b", "a@b.test\r\nBcc: c@d.test", "a b@c.test"])
def test_address_that_is_none_is_refused(secretariat, mali, email):
    answer = secretariat.post("/accounts/directory/MLI/addresses/", {"address-email": email})

    assert (answer.status_code, mali.addresses.count()) == (200, 0)
    assert "Enter a valid email address." in text_of(answer)


def test_address_of_another_delegation_is_taken_with_a_warning(secretariat, mali):
    AddressFactory(delegation=state("Peru", "PER"), email="shared@example.test")

    answer = secretariat.post(
        "/accounts/directory/MLI/addresses/", {"address-email": "Shared@example.test"}, follow=True
    )

    page = text_of(answer)
    assert "This is an address of another delegation too: Permanent Mission of Peru to the United Nations." in page
    assert "It is an address of Permanent Mission of Peru to the United Nations too." in page


def test_delegation_enters_its_own_address_and_is_told_nothing_of_others(client, mali):
    AddressFactory(delegation=state("Peru", "PER"), email="shared@example.test")
    sign_in(client, MembershipFactory(delegation=mali, role="head", may_clear=True).user)

    answer = client.post("/accounts/directory/MLI/addresses/", {"address-email": "shared@example.test"}, follow=True)

    assert "The address is entered and in use." in text_of(answer)
    assert "Peru" not in text_of(answer)


def test_address_is_switched_off_on_the_page(secretariat, mali):
    address = AddressFactory(delegation=mali)
    key = f"address-{address.pk}"
    sent = {f"{key}-label": "", f"{key}-note": "closed", f"{key}-based_on": address.revision()}

    answer = secretariat.post(f"/accounts/directory/MLI/addresses/{address.pk}/", sent, follow=True)

    assert f"{address.email} not in use" in text_of(answer)
    assert "closed" in text_of(answer)


def test_list_of_states_is_made_joined_and_left(secretariat, mali):
    state("Peru", "PER")
    made = {"name": "Friends", "code": "friends", "valid_from": "2020-01-01", "members": ["MLI"]}
    assert secretariat.post("/accounts/new-group/", made).headers["Location"] == "/accounts/groups/friends/"
    secretariat.post("/accounts/groups/friends/members/", {"members": ["PER"], "valid_from": "2021-01-01"})
    row = GroupMembership.objects.get(delegation=mali)
    secretariat.post("/accounts/groups/friends/end/", {"end-memberships": [row.pk], "end-valid_to": "2022-01-01"})

    on = {day: text_of(secretariat.get(f"/accounts/groups/friends/?on={day}")) for day in ("2020-06-01", "2021-06-01")}
    assert "1 member on 1 June 2020 Mali" in on["2020-06-01"]
    assert "2 members on 1 June 2021 Mali" in on["2021-06-01"]
    assert "1 member on" in text_of(secretariat.get("/accounts/groups/friends/"))
    assert "friends 2 members" in text_of(secretariat.get("/accounts/groups/?on=2021-06-01"))


def test_list_whose_code_is_taken_and_members_that_belong_already_are_refused_with_what_was_ticked(secretariat, mali):
    made = {"name": "Friends", "code": "friends", "members": ["MLI"]}
    secretariat.post("/accounts/new-group/", made)

    again = secretariat.post("/accounts/new-group/", made)
    row = GroupMembership.objects.get()
    secretariat.post("/accounts/groups/friends/end/", {"end-memberships": [row.pk], "end-valid_to": "2022-01-01"})
    joined = secretariat.post("/accounts/groups/friends/members/", {"members": ["MLI"], "valid_from": "2021-01-01"})

    assert "There is a group with this code. Choose another." in text_of(again)
    assert "MLI belongs to this group on that day or later. Leave it out." in text_of(joined)
    assert [answer.content.decode().count(" checked") for answer in (again, joined)] == [1, 1]


def test_ending_without_ticking_anybody_is_refused_in_a_sentence(secretariat, mali):
    DelegationGroup.objects.create(code="G", name="G", kind="ad hoc").memberships.create(delegation=mali)

    answer = secretariat.post("/accounts/groups/G/end/", {"end-valid_to": "2022-01-01"})

    assert "Tick those whose membership ends." in text_of(answer)


def test_group_joined_and_left_on_the_page_of_the_delegation(secretariat, mali):
    DelegationGroup.objects.create(code="G", name="A group", kind="negotiating")
    secretariat.post("/accounts/directory/MLI/groups/", {"join-group": "G", "join-valid_from": "2020-01-01"})
    row = mali.group_memberships.get()

    answer = secretariat.post(
        f"/accounts/directory/MLI/groups/{row.pk}/", {f"leave-{row.pk}-valid_to": "2021-01-01"}, follow=True
    )

    assert "from 1 January 2020 until before 1 January 2021" in text_of(answer)

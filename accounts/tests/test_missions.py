import shutil
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Delegation, DelegationGroup, DelegationName, GroupMembership

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "data"


def load(*args, **options):
    out = StringIO()
    call_command("load_missions", *map(str, args), stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def files(tmp_path):
    """A copy of the lists, to be spoilt."""
    for path in DATA.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def add(path, line):
    """Put ``line`` at the end of a list and return its number."""
    text = path.read_text()
    path.write_text(f"{text.rstrip()}\n{line}\n")
    return text.rstrip().count("\n") + 2


ROWS = "delegations: {}", "names: {}", "groups: {}", "memberships in groups: {}"
COUNTS = 195, 1182, 17, 551


def test_load_missions_fills_an_empty_directory_and_changes_nothing_the_second_time():
    assert load() == [
        row.format(f"{count} created, 0 changed, 0 unchanged") for row, count in zip(ROWS, COUNTS, strict=True)
    ]
    assert load() == [
        row.format(f"0 created, 0 changed, {count} unchanged") for row, count in zip(ROWS, COUNTS, strict=True)
    ]


def test_load_missions_takes_few_queries_for_any_number_of_rows(django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        load()


def test_a_dry_run_says_the_same_and_writes_nothing():
    told = load(dry_run=True)

    assert told[0] == "delegations: 195 created, 0 changed, 0 unchanged"
    assert told[-1] == "A dry run: nothing was written."
    assert not Delegation.objects.exists()


def test_delegations_have_their_kind_codes_and_name_on_letters():
    load()

    by_kind = {kind: Delegation.objects.filter(kind=kind).count() for kind in ("member_state", "observer_state")}
    assert by_kind == {"member_state": 193, "observer_state": 2}
    spain = Delegation.objects.get(iso3="ESP")
    assert (spain.code, spain.iso2, spain.formal_name) == (
        "ESP",
        "ES",
        "Permanent Mission of Spain to the United Nations",
    )
    languages = DelegationName.objects.filter(delegation=spain).values_list("language", "name").order_by("language")
    assert list(languages) == [
        ("ar", "إسبانيا"),
        ("en", "Spain"),
        ("es", "España"),
        ("fr", "Espagne"),
        ("ru", "Испания"),
        ("zh", "西班牙"),
    ]


NAMES = [
    ("MKD", date(2019, 2, 13), "en", "The former Yugoslav Republic of Macedonia"),
    ("MKD", date(2019, 3, 20), "en", "North Macedonia"),
    ("MKD", date(2019, 2, 13), "fr", "ex-République yougoslave de Macédoine"),
    ("MKD", date(2019, 2, 14), "ar", "مقدونيا الشمالية"),
    ("TUR", date(2019, 2, 13), "en", "Turkey"),
    ("TUR", date(2022, 5, 31), "es", "Turquía"),
    ("TUR", date(2022, 6, 1), "en", "Türkiye"),
    ("TUR", date(2019, 2, 13), "ru", "Турция"),
    ("SWZ", date(2018, 5, 29), "en", "Swaziland"),
    ("SWZ", date(2019, 2, 13), "en", "Eswatini"),
    ("NLD", date(2019, 2, 13), "en", "Netherlands"),
    ("NLD", date(2024, 1, 1), "en", "Netherlands (Kingdom of the)"),
    ("GMB", date(2019, 2, 13), "en", "Gambia"),
]


def test_names_are_those_of_the_day():
    load()
    states = {state.code: state for state in Delegation.objects.all()}

    assert [(code, day, language, states[code].name_on(day, language)) for code, day, language, _name in NAMES] == NAMES


def test_days_nobody_has_checked_are_marked():
    load()
    unsure = DelegationName.objects.filter(confirmed=False, language="en").order_by("delegation", "valid_from")

    assert sorted((str(name.delegation), str(name)) for name in unsure) == [
        ("GMB", "Gambia"),
        ("GMB", "Gambia (Republic of The)"),
        ("MKD", "North Macedonia"),
        ("MKD", "The former Yugoslav Republic of Macedonia"),
        ("NLD", "Netherlands"),
        ("NLD", "Netherlands (Kingdom of the)"),
        ("SWZ", "Eswatini"),
        ("SWZ", "Swaziland"),
    ]


def test_every_name_of_a_delegation_holds_alone():
    load()
    for day in (date(1990, 1, 1), date(2019, 2, 13), date(2019, 2, 14), date(2025, 1, 1)):
        held = DelegationName.objects.on(day).values_list("delegation", "language")
        assert len(held) == len(set(held))


MEMBERS = [
    ("AFR", date(2019, 2, 1), 54),
    ("APG", date(2019, 2, 1), 54),
    ("EEG", date(2019, 2, 1), 23),
    ("GRULAC", date(2019, 2, 1), 33),
    ("WEOG", date(2019, 2, 1), 29),
    ("G77", date(2019, 2, 1), 134),
    ("EU", date(2019, 2, 1), 28),
    ("EU", date(2021, 1, 1), 27),
    ("LDC", date(2019, 2, 1), 47),
    ("LDC", date(2025, 1, 1), 44),
    ("ARAB", date(2019, 2, 1), 22),
    ("ASEAN", date(2019, 2, 1), 10),
    ("ASEAN", date(2026, 1, 1), 11),
    ("CARICOM", date(2019, 2, 1), 14),
    ("PRT-2019-05-08", date(2019, 5, 8), 17),
]


def test_groups_have_the_members_they_had():
    load()
    groups = {group.code: group for group in DelegationGroup.objects.all()}

    assert [(code, day, groups[code].members_on(day).count()) for code, day, _count in MEMBERS] == MEMBERS


def test_the_regional_groups_hold_every_member_state_once():
    load()
    members = GroupMembership.objects.filter(group__kind="regional").values_list("delegation__kind", "delegation")

    assert len(members) == len(set(members)) == 193
    assert {kind for kind, _delegation in members} == {"member_state"}


def test_the_english_list_of_a_day_is_alphabetical():
    load()

    def neighbours(code, day, language="en"):
        order = [state.code for state in Delegation.objects.in_order(day, language)]
        place = order.index(code)
        return order[place - 1], order[place + 1]

    assert neighbours("MKD", date(2019, 2, 13)) == ("THA", "TLS")
    assert neighbours("MKD", date(2019, 2, 14)) == ("NGA", "NOR")
    assert neighbours("CIV", date(2019, 2, 13)) == ("CRI", "HRV")
    assert neighbours("ALB", date(2019, 2, 13), "ar") == ("ECU", "DEU")
    assert neighbours("YEM", date(2019, 2, 13), "ru") == ("ITA", "CPV")


def test_a_changed_file_changes_its_rows_and_leaves_the_others(files):
    load(files / "missions.csv")
    Delegation.objects.create(code="IOM", kind="un_entity", formal_name="International Organization for Migration")
    GroupMembership.objects.create(
        group=DelegationGroup.objects.get(code="MIKTA"), delegation=Delegation.objects.get(code="PRT")
    )
    path = files / "missions.csv"
    path.write_text(path.read_text().replace("of the Czech Republic to", "of Czechia to"))

    assert load(path) == [
        "delegations: 0 created, 1 changed, 194 unchanged",
        "names: 0 created, 0 changed, 1182 unchanged",
        "groups: 0 created, 0 changed, 17 unchanged",
        "memberships in groups: 0 created, 0 changed, 551 unchanged; 1 in no file, left as they are",
    ]
    assert Delegation.objects.get(code="CZE").formal_name == "Permanent Mission of Czechia to the United Nations"
    assert Delegation.objects.count() == 196


def test_missions_alone_are_enough(files):
    for name in ("names.csv", "name_history.csv", "groups.csv"):
        (files / name).unlink()

    assert load(files / "missions.csv") == [
        "delegations: 195 created, 0 changed, 0 unchanged",
        "names: 195 created, 0 changed, 0 unchanged",
        "groups: 0 created, 0 changed, 0 unchanged",
        "memberships in groups: 0 created, 0 changed, 0 unchanged",
    ]


STATE = "XAA,XA,A State,A mission,member_state,"
BAD = [
    ("missions.csv", "xaa,XA,A State,A mission,member_state,", "“xaa” is no ISO code of three capital letters."),
    ("missions.csv", "PRT,PT,Portugal,A mission,member_state,", "PRT stands in the file already."),
    ("missions.csv", "XAA,X,A State,A mission,member_state,", "“X” is no ISO code of two capital letters."),
    (
        "missions.csv",
        "XAA,XA,A State,A mission,ship,",
        "“ship” is no kind of State. Write one of: member_state, observer_state.",
    ),
    ("missions.csv", "XAA,XA,,A mission,member_state,", "“name” is empty."),
    (
        "missions.csv",
        f"XAA,XA,A State,{'x' * 201},member_state,",
        "“mission” is longer than 200 letters or holds control characters.",
    ),
    ("missions.csv", "XAA,XA", "The row has more or fewer columns than the first line."),
    ("missions.csv", STATE + ",,", "The row has more or fewer columns than the first line."),
    ("missions.csv", 'XAA,"XA"x', "The row cannot be read: ',' expected after '\"'."),
    ("names.csv", "XAA,a,b,c,d,e,f", "XAA is not in the list of missions."),
    ("names.csv", "PRT,a,b,c,d,e,f", "PRT stands in the file already."),
    ("name_history.csv", "PRT,en,Lusitania,,,perhaps", "“confirmed” is neither yes nor no."),
    ("name_history.csv", "PRT,la,Lusitania,,,no", "“la” is none of the six languages: en, fr, es, ar, zh, ru."),
    ("name_history.csv", "PRT,en,Lusitania,,14 Feb,no", "“from” and “to” are days such as 2019-02-14, or empty."),
    ("name_history.csv", "PRT,en,Lusitania,2019-02-14,2019-02-14,no", "“to” is not after “from”."),
    ("name_history.csv", "TUR,,Turkiye,,2020-01-01,no", "A name of TUR from the same day stands in the file already."),
    ("groups.csv", "A B,A group,ad hoc,PRT,,", "“A B” is no code of a group: letters, digits and hyphens only."),
    (
        "groups.csv",
        "AB,A group,club,PRT,,",
        "“club” is no kind of group. Write one of: regional, negotiating, special, ad hoc.",
    ),
    ("groups.csv", "EU,A group,ad hoc,PRT,,", "The group EU has another name or kind in a line above."),
    ("groups.csv", "AB,A group,ad hoc,,,", "“” is not in the list of missions."),
    ("groups.csv", "MIKTA,MIKTA,negotiating,TUR,,", "TUR belongs to MIKTA from the same day in a line above."),
]


@pytest.mark.parametrize(("name", "line", "what"), BAD)
def test_a_bad_row_is_told_by_file_and_line_and_nothing_is_written(files, name, line, what):
    number = add(files / name, line)

    with pytest.raises(CommandError) as caught:
        load(files / "missions.csv")

    assert str(caught.value) == f"Nothing was loaded.\n{name}, line {number}: {what}"
    assert not Delegation.objects.exists()


def test_all_that_is_wrong_is_told_at_once(files):
    add(files / "names.csv", "XAA,a,b,c,d,e,f")
    add(files / "groups.csv", "EU,European Union and its member States,negotiating,XAA,,")

    with pytest.raises(CommandError) as caught:
        load(files / "missions.csv")

    assert str(caught.value).splitlines() == [
        "Nothing was loaded.",
        "names.csv, line 197: XAA is not in the list of missions.",
        "groups.csv, line 553: XAA is not in the list of missions.",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\xfe", "missions.csv: The file is not in UTF-8. Save it as CSV in UTF-8."),
        (b"", "missions.csv, line 1: These columns are missing: iso3, iso2, name, mission, kind, regional_group."),
        (b"iso3,name\n", "missions.csv, line 1: These columns are missing: iso2, mission, kind, regional_group."),
    ],
)
def test_a_file_that_is_no_list_is_told(tmp_path, content, what):
    (tmp_path / "missions.csv").write_bytes(content)

    with pytest.raises(CommandError) as caught:
        load(tmp_path / "missions.csv")

    assert str(caught.value) == f"Nothing was loaded.\n{what}"


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError) as caught:
        load(tmp_path / "missions.csv")

    assert str(caught.value) == "Nothing was loaded.\nmissions.csv: The file cannot be read. Check its name."


def test_a_file_without_any_state_is_no_error(tmp_path):
    (tmp_path / "missions.csv").write_text("iso3,iso2,name,mission,kind,regional_group\n")

    assert load(tmp_path / "missions.csv")[0] == "delegations: 0 created, 0 changed, 0 unchanged"

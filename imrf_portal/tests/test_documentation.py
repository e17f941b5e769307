"""The README says what one can set and what one can call: a name that is not in it cannot be found."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from imrf_portal.demo.accounts import PASSWORD

ROOT = Path(settings.BASE_DIR)
OURS = ("record", "accounts", "consultations", "submissions", "drafts", "imrf_portal")
# read from the environment, but not to be set by a person
FOR_MACHINES = {
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "PYTEST_XDIST_WORKER",
    "DJANGO_SETTINGS_MODULE",
}
READ = re.compile(r"(?:env|environ|environment)(?:\.get|\.setdefault)?[\[(]\s*\"([A-Z][A-Z_]+)\"|flag\(\"([A-Z_]+)\"")


def variables():
    """Every variable that the settings, the embedded services and the commands read."""
    sources = [ROOT / "imrf_portal/settings.py", *sorted((ROOT / "imrf_portal/embedded").glob("*.py"))]
    sources += [ROOT / "imrf_portal/celery.py", ROOT / "imrf_portal/wsgi.py", ROOT / "manage.py"]
    found = [name for path in sources for pair in READ.findall(path.read_text()) for name in pair if name]
    shell = "".join((ROOT / name).read_text() for name in ("run", "test", "imrf_portal/embedded/bootstrap.sh"))
    found += re.findall(r"\$\{([A-Z][A-Z_]+):?-", shell)
    return sorted(set(found) - FOR_MACHINES)


def commands():
    return sorted(name for name, app in get_commands().items() if app in OURS)


@pytest.fixture(scope="module")
def readme():
    path = ROOT / "README.md"
    return path.read_text() if path.exists() else ""


def test_the_search_for_variables_finds_those_of_the_design():
    promised = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "STORAGE_URL", "SECRET_KEY", "ALLOWED_HOSTS"}

    assert promised - set(variables()) == set()


def test_readme_names_every_variable(readme):
    assert [name for name in variables() if not re.search(rf"\b{name}\b", readme)] == []


def test_readme_names_every_command(readme):
    assert "load_demo" in commands()
    assert [name for name in commands() if not re.search(rf"\b{name}\b", readme)] == []


def test_readme_names_the_two_commands_and_the_password_of_the_demo(readme):
    assert [words for words in ("./run", "./test", f"Demo password: `{PASSWORD}`") if words not in readme] == []

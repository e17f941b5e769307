"""How tests read the record: as page, as table and as JSON, each as somebody."""

import csv
import re
from html import unescape
from io import StringIO

from .clients import body_of

RECORD = "/imrf-modalities/record"
WHO = {
    "a visitor": "",
    "delegate": "delegate.prt@demo.invalid",
    "stakeholder": "stakeholder@demo.invalid",
    "staff": "staff@demo.invalid",
    "co-facilitator": "cofacilitator.esp@demo.invalid",
    "secretariat": "secretariat@demo.invalid",
    "administrator": "admin@demo.invalid",
}
ROW = re.compile(r'<li id="event-([0-9a-f]{64})">')


def page(client, path=f"{RECORD}/", status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def shown(client, path=f"{RECORD}/"):
    """The hashes of the events that a page shows."""
    return ROW.findall(page(client, path))


def results(client, query="", record=RECORD):
    return client.get(f"{record}.json{query}").json()["results"]


def table(client, query="", record=RECORD):
    text = body_of(client.get(f"{record}.csv{query}")).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))

import datetime
import socket
import ssl
import time
from email import message_from_bytes

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.mail import EmailMessage

from record import smtp

from .mailserver import DROP, HANG, MailServer


def a_message(**fields):
    return EmailMessage(**{"subject": "A sample", "body": "A sample.\n", "to": ["pt@mission.test"], **fields})


def carry(**fields):
    with smtp.courier() as courier:
        return courier.carry(a_message(**fields))


def outcome(**fields):
    """The kind and the words of the exception that carrying raises."""
    with pytest.raises(smtp.Outcome) as caught:
        carry(**fields)
    return type(caught.value), caught.value.answer


def test_accepted_gives_the_servers_answer(mailserver):
    answer = carry()

    [taken] = mailserver.taken
    assert answer == "250 2.0.0 taken as 4F2A"
    assert (taken.sender, taken.recipients) == ("portal@portal.test", ["pt@mission.test"])
    assert message_from_bytes(taken.content)["From"] == "IMRF portal <portal@portal.test>"


def test_lines_that_begin_with_a_dot_and_bare_line_ends_arrive_as_lines(mailserver):
    carry(body="one\n.\n..two\rthree\r\nfour")

    [taken] = mailserver.taken
    assert taken.content.partition(b"\r\n\r\n")[2] == b"one\r\n.\r\n..two\r\nthree\r\nfour\r\n"


def test_one_connection_serves_many_and_is_opened_again_when_lost(mailserver):
    with smtp.courier() as courier:
        courier.carry(a_message())
        courier.carry(a_message())
        assert mailserver.connections == 1

        courier.server.sock.shutdown(socket.SHUT_RDWR)
        courier.carry(a_message())

    assert (mailserver.connections, len(mailserver.taken)) == (2, 3)


@pytest.mark.parametrize(
    ("phase", "act", "expected"),
    [
        ("mail", "451 4.3.0 later", (smtp.TryLater, "451 4.3.0 later")),
        ("mail", "550 5.7.1 not you", (smtp.Refused, "550 5.7.1 not you")),
        ("rcpt", "450 4.2.0 greylisted", (smtp.TryLater, "450 4.2.0 greylisted")),
        ("rcpt", "550 5.1.1 no such user", (smtp.Refused, "550 5.1.1 no such user")),
        ("rcpt", "x" * 9000, (smtp.TryLater, "500 Line too long.")),
        ("payload", "451 4.3.2 full", (smtp.TryLater, "451 4.3.2 full")),
        ("payload", "554 5.0.0 not that", (smtp.Refused, "554 5.0.0 not that")),
        ("dot", "452 4.2.2 mailbox full", (smtp.TryLater, "452 4.2.2 mailbox full")),
        ("dot", "554 5.7.1 looks like spam", (smtp.Refused, "554 5.7.1 looks like spam")),
        ("dot", "what is this", (smtp.Uncertain, "-1 is this")),
        ("greeting", "421 4.3.2 closing", (smtp.Unreachable, "421 4.3.2 closing")),
        ("greeting", "554 5.3.2 no mail here", (smtp.Unreachable, "554 5.3.2 no mail here")),
    ],
)
def test_outcome_says_what_became_of_the_message(mailserver, phase, act, expected):
    mailserver.acts[phase] = [act]

    assert outcome() == expected


@pytest.mark.parametrize(
    ("phase", "expected"), [("greeting", smtp.Unreachable), ("rcpt", smtp.TryLater), ("dot", smtp.Uncertain)]
)
def test_lost_connection_is_a_delay_before_the_final_dot_and_doubt_after_it(mailserver, phase, expected):
    mailserver.acts[phase] = [DROP]

    kind, _words = outcome()

    assert kind == expected


@pytest.mark.parametrize(("phase", "expected"), [("rcpt", smtp.TryLater), ("dot", smtp.Uncertain)])
def test_silence_is_a_delay_before_the_final_dot_and_doubt_after_it(mailserver, settings, phase, expected):
    settings.EMAIL_TIMEOUT = 0.3
    mailserver.acts[phase] = [HANG]

    kind, answer = outcome()

    assert (kind, answer) == (expected, "SMTPServerDisconnected: Connection unexpectedly closed: timed out")


def test_connection_lost_within_the_message_leaves_it_unsent(mailserver):
    mailserver.acts["payload"] = [DROP]

    kind, _ = outcome(body="A sample of eight megabytes.\n" * 280_000)

    assert kind == smtp.TryLater


def test_refusal_of_one_message_leaves_the_next_untouched(mailserver):
    mailserver.acts["rcpt"] = ["550 no"]

    with smtp.courier() as courier:
        with pytest.raises(smtp.Refused):
            courier.carry(a_message())
        courier.carry(a_message(to=["ph@mission.test"]))

    assert [taken.recipients for taken in mailserver.taken] == [["ph@mission.test"]]


def test_message_too_large_is_refused_before_it_travels(settings):
    with MailServer(data_size_limit=1000) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port

        assert outcome(body="x\n" * 1000) == (
            smtp.Refused,
            "552 Error: message size exceeds fixed maximum message size",
        )


def test_final_dot_is_held_back_when_the_time_is_over(mailserver):
    with smtp.courier() as courier, pytest.raises(smtp.TryLater, match="too slow"):
        courier.carry(a_message(), before=time.monotonic() - 1)

    assert mailserver.taken == []


def test_answer_is_one_line_of_printable_letters(mailserver):
    mailserver.acts["dot"] = ["550-first \x00 line\r\n550 second\tline"]

    assert outcome() == (smtp.Refused, "550 first line second line")


def test_nobody_listening_is_unreachable(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert outcome() == (smtp.Unreachable, "ConnectionRefusedError: [Errno 111] Connection refused")


def test_host_without_a_name_is_unreachable(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.invalid"

    kind, answer = outcome()

    assert (kind, answer.partition(":")[0]) == (smtp.Unreachable, "gaierror")


def test_wrong_password_concerns_us_and_not_the_message(settings):
    def refuse(server, session, envelope, mechanism, data):
        return AuthResult(success=False, handled=False)

    with MailServer(authenticator=refuse, auth_require_tls=False) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"

        assert outcome() == (smtp.Unreachable, "535 5.7.8 Authentication credentials invalid")


def test_tls_that_is_wanted_and_not_offered_sends_nothing(mailserver, settings):
    settings.EMAIL_USE_TLS = True

    assert outcome() == (smtp.Unreachable, "SMTPNotSupportedError: STARTTLS extension not supported by server.")
    assert mailserver.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_server(certificate, settings):
    """A server that wants STARTTLS, and settings that want it too."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with MailServer(tls_context=context, require_starttls=True) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "localhost", server.port, True
        yield server


def test_tls_carries(tls_server, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert carry() == "250 2.0.0 taken as 4F2A"


def test_tls_of_a_server_we_do_not_trust_sends_nothing(tls_server):
    kind, answer = outcome()

    assert (kind, answer.partition(":")[0]) == (smtp.Unreachable, "SSLCertVerificationError")
    assert tls_server.taken == []


def test_tls_from_the_first_byte(mailserver, settings):
    settings.EMAIL_USE_SSL = True

    kind, answer = outcome()  # the server speaks plainly

    assert (kind, answer.partition(":")[0]) == (smtp.Unreachable, "SSLError")


BAD = [
    {"subject": "A sample\r\nBcc: all@mission.test"},
    {"to": ["pt@mission.test\r\nBcc: all@mission.test"]},
    {"to": ["pt@mission.test, ph@mission.test"]},
    {"to": ["pt@mission.test", "ph@mission.test"]},
    {"to": ["no address"]},
]


@pytest.mark.parametrize("fields", BAD)
def test_line_breaks_and_second_addresses_refuse_this_message_only(mailserver, fields):
    with smtp.courier() as courier:
        with pytest.raises(smtp.Refused):
            courier.carry(a_message(**fields))
        courier.carry(a_message())

    assert [taken.recipients for taken in mailserver.taken] == [["pt@mission.test"]]

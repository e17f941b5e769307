"""One message to one address, and the truth about what became of it."""

import re
import secrets
import socket
import time
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _


class Outcome(Exception):  # noqa: N818 - what became of a message, not an error of ours
    """The message was not taken, or nobody knows. ``answer`` says it in one line."""

    def __init__(self, answer):
        self.answer = one_line(answer)
        super().__init__(self.answer)


class TryLater(Outcome):
    """Nothing has left; it may go through later."""


class Unreachable(TryLater):
    """The server does not let us in: nothing has left, and no other message would now."""


class Refused(Outcome):
    """The server will not take this message, later neither."""


class Uncertain(Outcome):
    """The message was handed over whole and no answer came: it may have been sent or not."""


def one_line(text):
    """What a server said, without line breaks and control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())


def courier():
    """Who carries messages for these settings: a context in which ``carry(message)`` may be called many times.

    ``carry`` returns what the server said when it took the message, and raises an ``Outcome`` otherwise.
    """
    connection = mail.get_connection()
    return SmtpCourier(connection) if isinstance(connection, EmailBackend) else BackendCourier(connection)


class BackendCourier:
    """Carries through any mail backend of Django. It knows only whether an exception was raised."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def carry(self, message, *, before=None):
        message.connection = self.connection
        try:
            taken = message.send()
        except ValueError as error:  # a line break in a header, an impossible address
            raise Refused(error) from error
        except Exception as error:  # whatever a foreign backend raises, it must not stop the others
            raise TryLater(words(error)) from error
        if taken == 0:
            raise TryLater(_("The mail backend took no message."))
        return ""


class SmtpCourier:
    """Carries over SMTP, one phase at a time, on one connection for as long as the server is content.

    The host, the account, TLS and the patience are those of Django's backend. What goes wrong while connecting
    and signing in concerns us and not the message, so it is never ``Refused``.
    """

    def __init__(self, backend):
        self.backend, self.server = backend, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.server:
            with suppress(OSError):
                self.server.quit()
        self._drop()

    def carry(self, message, *, before=None):
        """Hand over ``message``. The final dot is not sent after ``before``, an instant of ``time.monotonic()``."""
        sender, recipient, content = envelope(message)
        self._connect()
        try:
            self._ask(self.server.mail, sender, self._options(content))
            self._ask(self.server.rcpt, recipient)
            self._ask(self.server.docmd, "DATA", good={354})
            self._dare(self.server.send, content)
            return self._end(before)
        except BaseException:
            self._drop()  # a new connection knows nothing of this message
            raise

    def _connect(self):
        if self.server and self._alive():
            return
        self._drop()
        try:
            self.server = self._open()
        except OSError as error:
            raise Unreachable(words(error)) from error

    def _open(self):
        """A connection on which mail may begin. If TLS is wanted and not offered there is none."""
        backend = self.backend
        context = {"context": backend.ssl_context} if backend.use_ssl else {}
        server = backend.connection_class(
            backend.host, backend.port, local_hostname=mail.DNS_NAME.get_fqdn(), timeout=backend.timeout, **context
        )
        try:
            # The final dot goes out as soon as it is written, and not 40 ms later with the letter's acknowledgement.
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if backend.use_tls:
                server.starttls(context=backend.ssl_context)
            server.ehlo_or_helo_if_needed()
            if backend.username and backend.password:
                server.login(backend.username, backend.password)
        except BaseException:
            server.close()
            raise
        return server

    def _alive(self):
        try:
            return self.server.rset()[0] == 250
        except OSError:
            return False

    def _drop(self):
        if self.server:
            self.server.close()
        self.server = None

    def _options(self, content):
        """So that a server can refuse a message that is too large before it has travelled."""
        offers = {"size": f"SIZE={len(content)}", "8bitmime": "BODY=8BITMIME"}
        return [said for name, said in offers.items() if self.server.has_extn(name)]

    def _dare(self, step, *args):
        """A step before the final dot: if the connection breaks here, nothing has left."""
        try:
            return step(*args)
        except OSError as error:
            raise TryLater(words(error)) from error

    def _ask(self, command, *args, good=frozenset({250, 251})):
        code, text = self._dare(command, *args)
        if code not in good:
            raise (Refused if 500 <= code < 600 else TryLater)(said(code, text))

    def _end(self, before):
        """The final dot and the answer to it. From the first of its bytes on, silence is doubt."""
        if before is not None and time.monotonic() > before:
            raise TryLater(_("The mail server was too slow, and the message was held back."))
        try:
            self.server.send(b".\r\n")
            code, text = self.server.getreply()
        except OSError as error:
            raise Uncertain(words(error)) from error
        if code == 250:
            return one_line(said(code, text))
        outcome = {4: TryLater, 5: Refused}.get(code // 100, Uncertain)
        raise outcome(said(code, text))


def envelope(message):
    """Sender, recipient and the bytes that go over the line, dots doubled, every line ended by CR LF."""
    try:
        sender, recipient = (
            parseaddr(sanitize_address(address, "utf-8"))[1] for address in (message.from_email, *message.recipients())
        )
        if not all(recipient.rpartition("@")):
            raise ValueError(_("The address is none: %(address)s") % {"address": recipient})  # noqa: TRY301 - as theirs
        content = message.message().as_bytes(linesep="\r\n")
    except ValueError as error:  # a line break in a header, an impossible address, more recipients than one
        raise Refused(error) from error
    return sender, recipient, re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n") + b"\r\n")


def said(code, text):
    return f"{code} {text if isinstance(text, str) else text.decode(errors='replace')}"


def words(error):
    """What an exception of smtplib or of the system says, as the server said it where it did."""
    if hasattr(error, "smtp_code"):
        return said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


class FolderBackend(BaseEmailBackend):
    """Puts each message into ``MAIL_DIR`` as a file that one can open: the mail of the demo.

    The file is named by the message's id and appears whole or not at all, so a message sent twice is there once.
    """

    def send_messages(self, messages):
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            put(folder, message.message())
        return len(messages)


def put(folder, message):
    name = re.sub(r"[^A-Za-z0-9_-]", "_", message["Message-ID"].strip("<>").partition("@")[0])[:150]
    temporary = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        temporary.write_bytes(message.as_bytes())
        temporary.replace(folder / f"{name}.eml")
    finally:
        temporary.unlink(missing_ok=True)

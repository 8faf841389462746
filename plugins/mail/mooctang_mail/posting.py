"""The way to the mail server: one connection for a batch, never a password without TLS, and an honest word for every failure."""

import smtplib
import ssl
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mooctang_core.api import ChannelDown, DeadAddress, Later, masked, own_key, translator

from .letter import compose

_ = translator("mooctang_mail")
SECONDS = 10
LOCAL = ("localhost", "127.0.0.1", "::1")
BUSY_S = 300


class Server(NamedTuple):
    """Where mail is handed over."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    """From the first byte (smtps://); otherwise it goes over to it where the server offers it."""

    @classmethod
    def of(cls, uri):
        parts = urlsplit(uri)
        tls = parts.scheme == "smtps"
        port = parts.port or (465 if tls else 587 if parts.username else 25)
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


class Mail:
    """The channel. It carries codes, too: its word is the kind of address that they are sent to."""

    word = "email"
    title = _("邮件")

    def __init__(self, server, settings):
        self.server, self.settings = server, settings
        self._open = None

    def deliver(self, message, address):
        letter = self._composed(message, address)
        server = self._connected()
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            raise refused(*next(iter(error.recipients.values()))) from None
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise ChannelDown(f"the server refuses the sender: {told(error.smtp_code, error.smtp_error)}") from None
        except smtplib.SMTPDataError as error:
            raise refused(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPNotSupportedError:
            raise DeadAddress("the server does not take addresses with such letters") from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ChannelDown(f"the connection broke ({type(error).__name__})") from None

    def _composed(self, message, address):
        try:
            return compose(message, address, self.settings.mail_from, own_key(self.settings, "mail stop"))
        except ValueError:
            raise DeadAddress("this is no address of a mailbox") from None

    def _connected(self):
        if self._open is None:
            try:
                self._open = connect(self.server)
            except smtplib.SMTPAuthenticationError as error:
                raise ChannelDown(f"the mail server refuses the name or the password: {told(error.smtp_code, error.smtp_error)}") from None
            except (OSError, smtplib.SMTPException) as error:
                raise ChannelDown(f"the mail server {self.server.host}:{self.server.port} does not answer ({type(error).__name__})") from None
        return self._open

    def close(self):
        """After a batch."""
        server, self._open = self._open, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def connect(server):
    """A connection that is ready to send."""
    context = ssl.create_default_context()
    name = "localhost" if server.host in LOCAL else None
    if server.tls:
        found = smtplib.SMTP_SSL(server.host, server.port, local_hostname=name, timeout=SECONDS, context=context)
    else:
        found = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=SECONDS)
    try:
        if not server.tls and found.ehlo()[0] and found.has_extn("starttls"):
            found.starttls(context=context)
        elif server.user and not server.tls and server.host not in LOCAL:
            raise smtplib.SMTPNotSupportedError("no TLS, and a password is not sent without")
        if server.user:
            found.login(server.user, server.password)
    except BaseException:
        found.close()
        raise
    return found


def refused(code, said):
    """5xx is a last word about this letter, 4xx is not."""
    text = told(code, said)
    return DeadAddress(text) if code >= 500 else Later(text, BUSY_S)


def told(code, said):
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return masked(f"{code} {' '.join(words.split())}")[:200]

"""A ticket between hosts: one minute, one host, one browser, once."""
import pytest

from mooctang_core.identity import handover
from mooctang_core.identity.handover import give, mark, safe_path, take
from mooctang_core.identity.secret import server_secret

SECRET = b"s" * 32
HOST, OTHER = "pku.alliance.test", "fudan.alliance.test"


@pytest.fixture
def ticket(scratch):
    return give(scratch, SECRET, "a1", HOST, mark(SECRET, HOST, "my browser"), "/courses/anatomy")


def test_it_opens_the_other_host_once(scratch, ticket):
    assert take(scratch, SECRET, ticket, HOST, "my browser") == ("a1", "/courses/anatomy", None, True, "")
    assert take(scratch, SECRET, ticket, HOST, "my browser") is None


def test_it_is_good_on_one_host_only(scratch, ticket):
    assert take(scratch, SECRET, ticket, OTHER, "my browser") is None


def test_it_is_good_in_one_browser_only(scratch, ticket):
    assert take(scratch, SECRET, ticket, HOST, "somebody else's") is None
    assert take(scratch, SECRET, ticket, HOST, "my browser") is None     # shown once, gone


def test_it_is_good_for_a_minute(scratch, ticket, clock):
    clock.seconds += 61
    assert take(scratch, SECRET, ticket, HOST, "my browser") is None


@pytest.mark.parametrize("ticket", ["", None, "x", "a.b", "x" * 5000, ".", "\udcff.\udcff"])
def test_a_made_up_ticket_opens_nothing(scratch, ticket):
    assert take(scratch, SECRET, ticket, HOST, "my browser") is None


def test_another_servers_ticket_opens_nothing(scratch):
    foreign = give(scratch, b"other" * 8, "a1", HOST, mark(SECRET, HOST, "my browser"))
    assert take(scratch, SECRET, foreign, HOST, "my browser") is None


@pytest.mark.parametrize("path", [
    "//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "evil", "", None, "/a\nb", "/a\x00", "/\t/evil.test", "/a b",
    "\\\\evil", "/" + "x" * 3000, "/a\\b",
])
def test_it_never_leads_off_the_host(path):
    assert safe_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/courses/a?x=1&y=%2F", "/@x"])
def test_it_keeps_the_place_one_was_going_to(path):
    assert safe_path(path) == path


def test_a_place_in_other_letters_is_written_as_a_header_can_carry_it():
    assert safe_path("/课程?x=%20") == "/%E8%AF%BE%E7%A8%8B?x=%20" and safe_path("/\udcff") == "/?"


def test_the_secret_is_made_once_and_only_the_server_reads_it(tmp_path):
    first = server_secret(tmp_path / "home")
    file = tmp_path / "home" / "secret"
    assert first == server_secret(tmp_path / "home") and len(first) == 32 and file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    server_secret(tmp_path / "home")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_signature_is_for_one_purpose_and_its_parts_do_not_shift():
    assert handover.sign(SECRET, "a", "bc", "d") != handover.sign(SECRET, "a", "b", "cd")
    assert handover.sign(SECRET, "a", "b") != handover.sign(SECRET, "ab", "")


def test_whoever_does_not_stay_signed_in_here_does_not_there(scratch):
    ticket = give(scratch, SECRET, "a1", HOST, mark(SECRET, HOST, "my browser"), keep=False)
    assert take(scratch, SECRET, ticket, HOST, "my browser")[3] is False

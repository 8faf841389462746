"""Which host leads where: names, names with ports, and any number on a registered port."""

import pytest

from mooctang_core.model.alliance import Alliance
from mooctang_core.web.roots import best_host, may_hand_over, slug_of


@pytest.fixture
def alliance():
    made = Alliance("联盟")
    made.hosts.update({"localhost": "", "law.localhost": "law", ":6544": "law", "10.0.0.9:7000": "art", "art.example.org": "art"})
    return made


@pytest.mark.parametrize("host, slug", [
    ("localhost:6543", ""), ("LAW.localhost:6543", "law"), ("law.localhost.", "law"),
    ("192.168.1.5:6544", "law"), ("[fe80::1]:6544", "law"), ("10.0.0.9:7000", "art"), ("art.example.org", "art"),
    ("192.168.1.5:6545", None), ("192.168.1.5", None), ("evil.example:6544", None), ("10.0.0.9:7001", None), (":6544", None), ("", None),
])
def test_a_host_leads_to_its_school(alliance, host, slug):
    assert slug_of(alliance, host) == slug


@pytest.mark.parametrize("asked, wanted", [
    ("localhost:6543", "law.localhost"), ("192.168.1.5:6543", "192.168.1.5:6544"), ("127.0.0.1:6543", "127.0.0.1:6544"),
])
def test_links_stay_on_the_kind_of_host_one_came_by(alliance, asked, wanted):
    assert best_host(alliance.hosts_of("law"), asked) == wanted


@pytest.mark.parametrize("host, asked, may", [
    ("law.localhost:6543", "localhost:6543", True),
    ("192.168.1.5:6544", "192.168.1.5:6543", True),
    ("6.6.6.6:6544", "law.localhost:6543", False),
    ("6.6.6.6:6544", "192.168.1.5:6544", False),
    ("evil.example", "localhost:6543", False),
])
def test_a_sign_in_is_never_carried_to_a_strangers_number(alliance, host, asked, may):
    assert may_hand_over(alliance, host, asked) is may

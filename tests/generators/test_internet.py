"""Network addresses from ranges that are reserved for documentation."""

import ipaddress
import re
from urllib.parse import urlsplit

import pytest

from populace.generators.internet import Domain, Host, Ipv4, Ipv6, Mac, Site, Url, UserAgent
from populace.rows import Rows

ROWS = Rows(range(3000), "t", "c", seed=3)
RESERVED = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "10.0.0.0/8")]


def test_ipv4_is_reserved():
    """Documentation networks only; unique addresses go on in 10/8."""
    plain = {ipaddress.ip_address(a) for a in Ipv4()(ROWS).to_pylist()}
    own = Ipv4(unique=True)(Rows(range(100_000), "t", "c")).to_pylist()

    assert all(any(a in net for net in RESERVED[:3]) for a in plain)
    assert len(set(own)) == 100_000
    assert all(any(ipaddress.ip_address(a) in net for net in RESERVED) for a in own[::97])


def test_ipv6_is_reserved():
    """2001:db8::/32."""
    assert all(ipaddress.ip_address(a) in ipaddress.ip_network("2001:db8::/32") for a in Ipv6()(ROWS).to_pylist())


def test_mac_is_nobodys():
    """The block for documentation, or locally administered."""
    assert all(m.startswith("00:00:5e:00:53:") for m in Mac()(ROWS).to_pylist())
    assert len(set(Mac(unique=True)(ROWS).to_pylist())) == 3000


@pytest.mark.parametrize("length", [None, 255, 100, 60, 40, 30])
def test_urls_lead_to_example_sites(length):
    """Every host is an example, whatever the length of the column."""
    for url in (*Url("images/", ".jpg", length)(ROWS).to_pylist(), *Site(length)(ROWS).to_pylist()):
        host = urlsplit(url).hostname
        assert re.search(r"(^|\.)example(\.com|\.org|\.net)?$", host)
        assert length is None or len(url) <= length


@pytest.mark.parametrize("kind", [Host, Domain])
def test_unique_hosts_differ(kind):
    """100,000 names without a repetition."""
    names = kind(unique=True)(Rows(range(100_000), "t", "c")).to_pylist()

    assert len(set(names)) == 100_000
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", n) for n in names[::101])


def test_user_agents_fit():
    """A narrow column gets a program with a short name."""
    assert max(map(len, UserAgent(30)(ROWS).to_pylist())) <= 30

"""Which names a request may give this server in its Host header.

A page of another site can make its own name stand for 127.0.0.1 and then read what a browser on
this machine is answered (DNS rebinding); and what a client calls the server would stand in answers
that others are given from a cache. So a server that listens on this machine alone answers to the
names of this machine alone.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from flask import request

from server.errors import UnknownHost

if TYPE_CHECKING:
    from flask import Flask

    from server.settings import Settings

ANY = "*"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SHOWN = 80


def register(app: Flask, settings: Settings) -> None:
    """Let ``app`` refuse what is asked of a host that it is not."""
    trusted = trusted_hosts(settings)

    @app.before_request
    def check() -> None:
        host = request.headers.get("Host")
        # Without the header (HTTP/1.0) the server's own name is taken.
        if host is not None and not is_trusted(host, trusted):
            raise UnknownHost(
                f"This server does not answer as {host[:_SHOWN]!r}; if it should, start it with "
                f"--trusted-hosts {name_in(host)[:_SHOWN] or 'NAME'}"
            )


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The names that a request may give, in lower case, without ports and brackets.

    >>> from server.settings import Settings
    >>> sorted(trusted_hosts(Settings()))
    ['127.0.0.1', '::1', 'localhost']
    >>> sorted(trusted_hosts(Settings(host="0.0.0.0")))
    ['*']
    >>> sorted(trusted_hosts(Settings(trusted_hosts="graph.example.org, example.org:8080")))
    ['example.org', 'graph.example.org']
    """
    given = frozenset(name_in(each) for each in settings.trusted_hosts.split(",") if each.strip())
    if given:
        return given
    host = name_in(settings.host)
    try:
        address = ip_address(host)
    except ValueError:
        if not host:
            return frozenset({ANY})
        return _LOOPBACK if host == "localhost" else frozenset({host})
    if address.is_unspecified:
        return frozenset({ANY})
    return _LOOPBACK | {host} if address.is_loopback else frozenset({host})


def is_trusted(header: str, trusted: frozenset[str]) -> bool:
    """Whether a Host header names one of the trusted hosts.

    >>> is_trusted("LOCALHOST:8000", frozenset({"localhost"}))
    True
    >>> is_trusted("[::1]:8000", frozenset({"::1"}))
    True
    >>> is_trusted("localhost.example.org", frozenset({"localhost"}))
    False
    """
    return ANY in trusted or name_in(header) in trusted


def name_in(header: str) -> str:
    """The name or address in a Host header, without port, brackets and a final dot.

    >>> name_in("[::1]:8000"), name_in("Example.org.:80"), name_in("::1")
    ('::1', 'example.org', '::1')
    """
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    if text.count(":") == 1:
        text = text.partition(":")[0]
    return text.removesuffix(".")

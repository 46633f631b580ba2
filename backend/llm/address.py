"""Address: where a model may be. Only operators name one; all the same no call may reach a machine's own metadata.

Names are looked at again when they are resolved, in the moment of connecting, so that a name that changes its meaning
between the check and the call is caught too. Redirects are never followed.
"""

from __future__ import annotations

from errno import EACCES
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import AddressFamily, inet_aton
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# Addresses of cloud metadata outside the link-local ranges (AWS over IPv6, Alibaba).
METADATA = {ip_address("fd00:ec2::254"), ip_address("100.100.100.200")}
NAT64 = ip_network("64:ff9b::/96")


def check(url: str) -> None:
    """Raises ValueError, in words for the operator, when no model may be called at this URL."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("base_url must begin with http:// or https:// and name a host")
    if parts.username or parts.password:
        raise ValueError("base_url must not hold a password; give the key as api_key")
    if parts.query or parts.fragment:
        raise ValueError("base_url must end before any ? or #")
    if not allowed(parts.hostname):
        raise ValueError("base_url names an address that no model may be called at (link-local, metadata or multicast)")


def allowed(host: str) -> bool:
    """Whether this host may be connected to. True for a name: its addresses are asked about one by one."""
    address = _address(host.partition("%")[0])
    if address is None:
        return True
    if isinstance(address, IPv6Address):
        nat64 = IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else None
        address = address.ipv4_mapped or address.sixtofour or nat64 or address
    barred = address.is_link_local or address.is_multicast or address.is_unspecified or address in METADATA
    return not barred


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that this host is, also where it is written as no person would (0xA9FEA9FE, 169.254.43518)."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(inet_aton(host))
    except OSError:
        return None


class CheckedResolver(AbstractResolver):
    """Resolves names as the system does and leaves out every address that is not allowed."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        found = await self._system.resolve(host, port, family)
        kept = [one for one in found if allowed(one["host"])]
        if not kept:
            raise OSError(EACCES, f"{host} is at an address that no model may be called at")
        return kept

    async def close(self) -> None:
        await self._system.close()

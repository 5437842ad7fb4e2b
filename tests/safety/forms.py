"""What must never ship, found by its form: real addresses, keys, hosts, onion names, e-mail.

Each function takes a text and returns what it finds in it, sorted. A form alone is not enough where
there is a checksum: with a wrong one nothing of the kind is there.
"""

import re
from collections.abc import Iterable

from nps_chain.chain import onion
from nps_chain.chain.address import base58, check
from nps_chain.errors import AddressError

_B58 = "[1-9A-HJ-NP-Za-km-z]"
_ALONE, _END = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
_ADDRESS = re.compile(rf"{_ALONE}(?:[13]{_B58}{{24,34}}|(?:bc1|BC1)[0-9A-Za-z]{{4,87}}){_END}")
_SECRET = re.compile(rf"{_ALONE}(?:[5KL]{_B58}{{50,51}}|[xyz]prv{_B58}{{107}}){_END}")
_SECRETS = tuple(bytes.fromhex(each) for each in ("80", "0488ade4", "049d7878", "04b2430c"))
"""What the bytes of private keys of the main network begin with: WIF, xprv, yprv, zprv."""
_ONION = re.compile(rf"{_ALONE}[A-Za-z2-7]{{56}}{_END}")
_OLD_ONION = re.compile(rf"(?i){_ALONE}[a-z2-7]{{16}}\.onion{_END}")
_URL = re.compile(r"(?i)(?<![a-z])(?:https?|ftp|wss?)://(?:[^/\s@\"'<>]*@)?([a-z0-9.-]*[a-z0-9])")
_HOST = re.compile(r"(?i)(?<![\w@./$-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w(-])")
_MAIL = re.compile(r"(?i)(?<![\w.+-])[\w.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,24})(?![\w-])")
_IP = re.compile(
    r"(?<![\w.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w.])"
)

NOWHERE = re.compile(
    r"(?i)localhost|(?:[a-z0-9-]+\.)*(?:example|test|invalid)"  # RFC 2606
    r"|127\.\d+\.\d+\.\d+|0\.0\.0\.0"  # this machine
    r"|(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"  # RFC 5737
)
"""Hosts that no name server answers for, this machine, and numbers set apart for examples."""

_PUBLIC = re.compile(
    r"(?i).*\.(?:com|org|net|edu|gov|int|mil|info|biz|io|co|cc|su|ru|ua|ro|de|uk|eu|nl|ch)"
)
"""Endings by which a host is told from an attribute in a program; in prose any ending counts."""

_FILE = re.compile(r"(?i).*\.(?:html|csv|json|toml|md|txt|jpg|png|parquet|dat)")
_HIDDEN = re.compile(r"(?i)(?:[a-z0-9-]+\.)*[a-z2-7]{56}\.onion")  # judged by their checksum


def mainnet_addresses(text: str) -> list[str]:
    """Return addresses that are valid on the main network."""
    return sorted({each for each in _ADDRESS.findall(text) if check(each, "main").valid})


def private_keys(text: str) -> list[str]:
    """Return private keys of the main network, single ones and those of whole wallets."""
    return sorted({each for each in _SECRET.findall(text) if _is_secret(each)})


def _is_secret(text: str) -> bool:
    try:
        data = base58.decode_checked(text)
    except AddressError:
        return False
    return any(data.startswith(prefix) for prefix in _SECRETS)


def onion_names(text: str) -> list[str]:
    """Return names that Tor takes for those of services, and all of its older kind."""
    names = {name for name in _ONION.findall(text) if onion.check(name).tor}
    return sorted(names | {*_OLD_ONION.findall(text)})


def url_hosts(text: str) -> list[str]:
    """Return hosts in addresses of pages, but for those that lead nowhere."""
    return _leading(each for each in _URL.findall(text) if "." in each)


def written_hosts(text: str) -> list[str]:
    """Return what in a program or its texts looks like a host of the public network."""
    return _leading(each for each in _HOST.findall(text) if _PUBLIC.fullmatch(each))


def hosts_in_prose(text: str) -> list[str]:
    """Return what in a page or a report may be a host at all, numbers of machines among it."""
    named = [each for each in _HOST.findall(text) if not _FILE.fullmatch(each)]
    return _leading([*named, *_IP.findall(text)])


def mail_hosts(text: str) -> list[str]:
    """Return the hosts of e-mail addresses, but for those that lead nowhere."""
    return _leading(_MAIL.findall(text))


def _leading(hosts: Iterable[str]) -> list[str]:
    nowhere = (NOWHERE, _HIDDEN)
    return sorted({h.lower() for h in hosts if not any(form.fullmatch(h) for form in nowhere)})

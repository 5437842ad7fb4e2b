"""Scripts told apart and addresses written in plain Python, one at a time, with hashlib.

Written from the BIPs and from Bitcoin Core's rules, sharing nothing with the library: the tests
hold the library's kernels against it, and the benchmark takes it as what a user would write.
"""

import hashlib

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIXES = {
    "main": (0, 5, "bc"),
    "test": (111, 196, "tb"),
    "testnet4": (111, 196, "tb"),
    "signet": (111, 196, "tb"),
    "regtest": (111, 196, "bcrt"),
}


def base58check(payload: bytes) -> str:
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number = int.from_bytes(payload, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text


def polymod(values: list[int]) -> int:
    """The reference implementation of BIP 173."""
    generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i in range(5):
            check ^= generator[i] if (top >> i) & 1 else 0
    return check


def five_bits(data: bytes) -> list[int]:
    """The reference implementation of BIP 173 (convertbits, with padding)."""
    waiting = bits = 0
    values = []
    for byte in data:
        waiting = waiting << 8 | byte
        bits += 8
        while bits >= 5:
            bits -= 5
            values.append(waiting >> bits & 31)
        waiting &= (1 << bits) - 1
    if bits:
        values.append(waiting << (5 - bits) & 31)
    return values


def segwit(prefix: str, version: int, program: bytes) -> str:
    values = [version, *five_bits(program)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = polymod(expanded + values + [0] * 6) ^ (0x2BC830A3 if version else 1)
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(BECH32[value] for value in values)


def address_of(script: bytes, network: str) -> str | None:
    """Return what the table of addresses has for a locking script."""
    p2pkh, p2sh, prefix = PREFIXES[network]
    if len(script) == 25 and script.startswith(b"\x76\xa9\x14") and script.endswith(b"\x88\xac"):
        return base58check(bytes([p2pkh]) + script[3:23])
    if len(script) == 23 and script.startswith(b"\xa9\x14") and script.endswith(b"\x87"):
        return base58check(bytes([p2sh]) + script[2:22])
    if is_witness(script) and (script[0] or len(script) in (22, 34)):
        return segwit(prefix, script[0] and script[0] - 0x50, script[2:])
    if script.startswith(b"\x6a") or len(script) > 10_000:
        return None
    return "script:" + hashlib.sha256(script).hexdigest()[:16]


def is_witness(script: bytes) -> bool:
    if not 4 <= len(script) <= 42 or script[1] != len(script) - 2:
        return False
    return script[0] == 0 or 0x51 <= script[0] <= 0x60


def operations(script: bytes) -> list[tuple[int, bytes]]:
    """Return each operation with its data; ValueError where the last one is cut off."""
    found = []
    while script:
        code, script = script[0], script[1:]
        size = code if code < 76 else 0
        if code in (76, 77, 78):
            width = {76: 1, 77: 2, 78: 4}[code]
            if len(script) < width:
                raise ValueError("cut off")
            size, script = int.from_bytes(script[:width], "little"), script[width:]
        if len(script) < size:
            raise ValueError("cut off")
        found.append((code, script[:size]))
        script = script[size:]
    return found


def is_key(data: bytes) -> bool:
    return (len(data) == 33 and data[0] in (2, 3)) or (len(data) == 65 and data[0] in (4, 6, 7))


def number(code: int, data: bytes) -> int:
    if 0x51 <= code <= 0x60:
        return code - 0x50
    return data[0] if code == 1 and 17 <= data[0] <= 20 else 0


def type_of(script: bytes) -> str:
    """Return what Bitcoin Core's Solver says of a locking script, by this project's names."""
    if len(script) == 23 and script.startswith(b"\xa9\x14") and script.endswith(b"\x87"):
        return "p2sh"
    if is_witness(script):
        if script[0] == 0:
            return {22: "p2wpkh", 34: "p2wsh"}.get(len(script), "nonstandard")
        if script[0] == 0x51 and len(script) == 34:
            return "p2tr"
        return "p2a" if script == b"\x51\x02\x4e\x73" else "witness_unknown"
    try:
        parts = operations(script)
    except ValueError:
        return "nonstandard"
    if script[:1] == b"\x6a":
        return "op_return" if all(code <= 0x60 for code, _ in parts[1:]) else "nonstandard"
    if len(script) == 25 and script.startswith(b"\x76\xa9\x14") and script.endswith(b"\x88\xac"):
        return "p2pkh"
    codes = [code for code, _ in parts]
    if len(parts) == 2 and codes[0] < 76 and codes[1] == 0xAC and is_key(parts[0][1]):
        return "p2pk"
    if len(parts) >= 4 and codes[-1] == 0xAE:
        needed, keys = number(*parts[0]), number(*parts[-2])
        if 1 <= needed <= keys == len(parts) - 3 and all(is_key(data) for _, data in parts[1:-2]):
            return "multisig"
    return "nonstandard"

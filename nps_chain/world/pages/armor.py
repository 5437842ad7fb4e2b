"""ASCII armor: bytes as lines of text that survive a web page, with a checksum at the end.

Source: RFC 4880, section 6. RFC 9580 says that new programs need not write the checksum; older ones
expect it, and it does no harm.
"""

import base64
import binascii

from nps_chain.errors import NpsError

_WIDTH = 64


def write(kind: str, data: bytes, comment: str = "") -> str:
    """Return data as an armored block.

    Parameters
    ----------
    kind : str
        What it is called, such as ``PUBLIC KEY BLOCK``.
    data : bytes
        Packets.
    comment : str
        What the header ``Comment`` says, if anything.

    Returns
    -------
    str
        Lines that end in a newline.
    """
    text = base64.b64encode(data).decode()
    lines = [f"-----BEGIN PGP {kind}-----"]
    lines += [f"Comment: {comment}"] if comment else []
    lines.append("")
    lines += [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
    lines.append("=" + base64.b64encode(crc24(data).to_bytes(3, "big")).decode())
    lines.append(f"-----END PGP {kind}-----")
    return "\n".join(lines) + "\n"


def read(block: str) -> bytes:
    """Return what an armored block holds.

    Raises
    ------
    NpsError
        If it is no such block, or its checksum is wrong.
    """
    lines = block.strip().splitlines()
    if not lines or not lines[0].startswith("-----BEGIN PGP ") or "" not in lines:
        raise NpsError("This is no armored PGP block: one begins with -----BEGIN PGP.")
    body = lines[lines.index("") + 1 : -1]
    try:
        data = base64.b64decode("".join(body[:-1]), validate=True)
        found = base64.b64decode(body[-1].removeprefix("="), validate=True)
    except (binascii.Error, IndexError) as damage:
        raise NpsError("This armored PGP block is damaged: its lines aren't base 64.") from damage
    if int.from_bytes(found, "big") != crc24(data):
        raise NpsError("This armored PGP block is damaged: its checksum is wrong.")
    return data


def crc24(data: bytes) -> int:
    """Return the checksum of 24 bits."""
    state = 0xB704CE
    for byte in data:
        state ^= byte << 16
        for _ in range(8):
            state <<= 1
            if state & 0x1000000:
                state ^= 0x1864CFB
    return state

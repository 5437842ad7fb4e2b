"""How SSH writes keys and signatures: fields one after another, in base 64 between two lines.

Source: RFC 4251, section 5; PROTOCOL.key and PROTOCOL.sshsig of OpenSSH.
"""

import base64
import binascii

from nps_chain.errors import NpsError

ED25519 = b"ssh-ed25519"

_WIDTH = 70  # as ssh-keygen does


def field(data: bytes) -> bytes:
    """Return a field: its length as four bytes, and itself."""
    return len(data).to_bytes(4, "big") + data


class Fields:
    """Bytes that are read field by field, never past their end.

    Parameters
    ----------
    data : bytes
        The fields.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        """Return the next bytes.

        Raises
        ------
        NpsError
            If there are fewer.
        """
        taken = self._data[self._at : self._at + length]
        if len(taken) < length:
            raise NpsError("It ends before its last field.")
        self._at += length
        return taken

    def number(self) -> int:
        """Return the next four bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def field(self) -> bytes:
        """Return the next field."""
        return self.take(self.number())

    def rest(self) -> bytes:
        """Return what is left."""
        return self.take(len(self._data) - self._at)


def armored(kind: str, data: bytes) -> str:
    """Return bytes as lines between a line that begins and one that ends them."""
    text = base64.b64encode(data).decode()
    lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])


def unarmored(kind: str, text: str) -> bytes:
    """Return what stands between the two lines.

    Raises
    ------
    NpsError
        If the text is anything but that.
    """
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if len(lines) < 3 or (lines[0], lines[-1]) != (
        f"-----BEGIN {kind}-----",
        f"-----END {kind}-----",
    ):
        raise NpsError(f"It isn't between BEGIN {kind} and END {kind}.")
    return from_base_64("".join(lines[1:-1]))


def from_base_64(text: str) -> bytes:
    """Return what a text in base 64 holds.

    Raises
    ------
    NpsError
        If it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NpsError("It is no text in base 64.") from None

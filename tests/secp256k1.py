"""Signature checks in plain Python, so that sighashes can be held against real signatures.

For tests alone: slow, and trusting what it checks to be well-formed. Sources: SEC 1, BIP 340.
"""

import hashlib

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    """Return the sum of two points; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    (ax, ay), (bx, by) = a, b
    if ax == bx and (ay + by) % P == 0:
        return None
    slope = 3 * ax * ax * pow(2 * ay, -1, P) if a == b else (by - ay) * pow(bx - ax, -1, P)
    x = (slope * slope - ax - bx) % P
    return x, (slope * (ax - x) - ay) % P


def combine(u, a, v, b):
    """Return u*a + v*b."""
    both, total = add(a, b), None
    for bit in reversed(range(256)):
        total = add(total, total)
        total = add(total, [None, a, b, both][(u >> bit & 1) + 2 * (v >> bit & 1)])
    return total


def point(key):
    """Return the point of a public key of 33 or 65 bytes."""
    x = int.from_bytes(key[1:33])
    if key[0] == 4:
        return x, int.from_bytes(key[33:])
    y = pow(x**3 + 7, (P + 1) // 4, P)
    return x, y if y % 2 == key[0] % 2 else P - y


def ecdsa_holds(key, signature, digest):
    """Return whether a DER signature (without the hash type) of `digest` is by `key`."""
    length = signature[3]
    r = int.from_bytes(signature[4 : 4 + length])
    s = int.from_bytes(signature[6 + length : 6 + length + signature[5 + length]])
    inverse = pow(s, -1, N)
    found = combine(int.from_bytes(digest) * inverse % N, G, r * inverse % N, point(key))
    return found is not None and found[0] % N == r


def schnorr_holds(key, signature, digest):
    """Return whether a signature of 64 bytes of `digest` is by the x-only `key` (BIP 340)."""
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    challenge = hashlib.sha256(tag + tag + signature[:32] + key + digest).digest()
    s, e = int.from_bytes(signature[32:]), int.from_bytes(challenge) % N
    found = combine(s, G, N - e, point(b"\x02" + key))
    return found is not None and found[1] % 2 == 0 and found[0] == int.from_bytes(signature[:32])

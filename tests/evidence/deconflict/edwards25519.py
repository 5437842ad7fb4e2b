"""The curve edwards25519 in plain integers, from its definition: an oracle for libsodium.

Source: RFC 7748, section 4.1, for the curve and its map to Curve25519; RFC 8032, section 5.1, for
the encoding; Bernstein, Hamburg, Krasnova, Lange, "Elligator" (2013), section 5, for Elligator 2;
libsodium's documentation of ``crypto_core_ed25519_from_uniform`` for the sign and the cofactor.
"""

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
A = 486662

Point = tuple[int, int]
NEUTRAL = (0, 1)


def add(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    k = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + k, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - k, -1, P)
    return x % P, y % P


def times(number: int, point: Point) -> Point:
    result = NEUTRAL
    for bit in f"{number:b}":
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def encoded(point: Point) -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decoded(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number % 2**255
    x = root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    return (P - x if x & 1 != sign else x), y


def is_square(number: int) -> bool:
    return pow(number, (P - 1) // 2, P) in (0, 1)


def root(number: int) -> int:
    """Return a square root; P is 5 modulo 8."""
    found = pow(number, (P + 3) // 8, P)
    if found * found % P != number % P:
        found = found * pow(2, (P - 1) // 4, P) % P
    assert found * found % P == number % P
    return found


def from_uniform(data: bytes) -> Point:
    """Return the point of Elligator 2 with the sign that the last bit says, times eight."""
    number = int.from_bytes(data, "little")
    sign, r = number >> 255, number % 2**255 % P
    u = -A * pow(1 + 2 * r * r, -1, P) % P
    if not is_square(u**3 + A * u * u + u):
        u = (-A - u) % P
    v = root((u**3 + A * u * u + u) % P)
    x = root(-(A + 2) % P) * u * pow(v, -1, P) % P
    y = (u - 1) * pow(u + 1, -1, P) % P
    return times(8, (P - x if x & 1 != sign else x, y))


def small_points() -> list[Point]:
    """Return the eight points whose order divides eight, the neutral one first."""
    y = 2
    while True:
        y += 1
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        if is_square(square):
            point = times(ORDER, (root(square), y))
            if times(4, point) != NEUTRAL:
                return [times(number, point) for number in range(8)]

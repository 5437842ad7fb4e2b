"""Locks and signatures for lessons 11 and 12: real ciphers, whose keys are made from a word.

So everybody sees the same results, and these keys protect nothing. Texts go in and come out where
the ciphers have bytes, since a lesson is about who can read and who can sign.
"""

from nps_chain.course.locks.locked import Locked
from nps_chain.course.locks.pairs import Pair, PrivateKey, PublicKey, pair
from nps_chain.course.locks.pgp import pgp_block
from nps_chain.course.locks.replies import Reply, replies

__all__ = [
    "Locked",
    "Pair",
    "PrivateKey",
    "PublicKey",
    "Reply",
    "pair",
    "pgp_block",
    "replies",
]

"""Letters: requests to other offices as documents, with the fields that their instruments ask for.

A letter that comes back costs weeks, and mostly for one of three reasons: the road is not open
between the two countries, a field is missing, or it asks for more than one may ask for. All three
can be seen before it is sent.
"""

from nps_chain.evidence.letters.channels import CHANNELS, open_channels, roads
from nps_chain.evidence.letters.instruments import INSTRUMENTS
from nps_chain.evidence.letters.letter import Letter, read_letter
from nps_chain.evidence.letters.reply import Reply, letter_or_reply, read_reply

__all__ = [
    "CHANNELS",
    "INSTRUMENTS",
    "Letter",
    "Reply",
    "letter_or_reply",
    "open_channels",
    "read_letter",
    "read_reply",
    "roads",
]

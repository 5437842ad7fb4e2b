"""Letters: requests to other offices as documents, with the fields that their instruments ask for.

A letter that comes back costs weeks, and mostly for one of three reasons: the road is not open
between the two countries, a field is missing, or it asks for more than one may ask for. All three
can be seen before it is sent.
"""

from nps_chain.evidence.letters.channels import CHANNELS, open_channels, roads
from nps_chain.evidence.letters.instruments import INSTRUMENTS
from nps_chain.evidence.letters.letter import Letter, read_letter

__all__ = ["CHANNELS", "INSTRUMENTS", "Letter", "open_channels", "read_letter", "roads"]

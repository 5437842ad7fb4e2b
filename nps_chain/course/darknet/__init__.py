"""The darknet for lesson 11: letters in layers, who sees what, what is sold, how markets ended.

A lesson shows the layers with real ciphers, in its own cells; what would be long there is here.
"""

from nps_chain.course.darknet.chance import caught, draw_caught
from nps_chain.course.darknet.closed import closed_markets
from nps_chain.course.darknet.letters import relay, second_letter
from nps_chain.course.darknet.observers import observers
from nps_chain.course.darknet.substances import groups

__all__ = [
    "caught",
    "closed_markets",
    "draw_caught",
    "groups",
    "observers",
    "relay",
    "second_letter",
]

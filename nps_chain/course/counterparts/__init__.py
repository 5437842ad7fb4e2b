"""The counterparts: offices of the story that get letters, and answer them or send them back.

What comes of a letter depends on the letter alone: on its road, its fields, what it asks for and
why, and on the day. So it can be tried, and tried again, as often as one learns from it; except
that nobody may ask for everybody.
"""

from nps_chain.course.counterparts.story_letter import StoryLetter, letter
from nps_chain.evidence.letters import Reply

__all__ = ["Reply", "StoryLetter", "letter"]

"""The web pages that the story shows, as an investigator would have saved them."""

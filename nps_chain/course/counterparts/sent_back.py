"""How a letter comes back, or is refused: with the reason, so that the next one is better."""


class SentBack(Exception):
    """That a letter isn't dealt with.

    Attributes
    ----------
    status : str
        ``returned``: it can be written better, or to somebody else. ``refused``: the answer is no.
    why : str
        The reason, for whoever wrote it.
    """

    def __init__(self, why: str, status: str = "returned") -> None:
        super().__init__(why)
        self.why, self.status = why, status

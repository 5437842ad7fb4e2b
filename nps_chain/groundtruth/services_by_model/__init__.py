"""How good a model of services is on owners it hasn't seen, and how good it looks where it cheats.

One service leaves hundreds of clusters, all made by one program. If clusters are split at random,
each owner lies on both sides: the model recognises its acquaintances, and its score tells nothing
of the next case. That is a leak. The honest split leaves out whole owners, and learns from an
earlier day than the one it is asked about. Both are shown side by side, and the rules beside them.
"""

from nps_chain.groundtruth.services_by_model.case import PEOPLE, labels_of_truth
from nps_chain.groundtruth.services_by_model.compare import services_by_model

__all__ = ["PEOPLE", "labels_of_truth", "services_by_model"]

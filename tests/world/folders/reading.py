"""Reading the files of a folder."""

import csv
import io

import yaml


def rows(data):
    """The rows of a CSV file, each by the names of its columns."""
    return list(csv.DictReader(io.StringIO(data.decode())))


def tags(held):
    """The tags of a folder's one TagPack."""
    (data,) = [data for path, data in held.items() if path.endswith(".yaml")]
    return yaml.safe_load(data)["tags"]

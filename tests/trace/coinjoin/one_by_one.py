"""Interpretations visited one by one: slow, and written from their definition alone."""

from itertools import product


def set_partitions(many):
    """All ways to put so many things into blocks: for each thing the number of its block."""
    if many == 0:
        yield ()
        return
    for blocks in set_partitions(many - 1):
        for block in range(max(blocks, default=-1) + 2):
            yield (*blocks, block)


def one_by_one(inputs, outputs, gain=0, loss=0, together=()):
    """The number, and for each output and input in how many they are in the same part.

    Groups in ``together`` are pairs of lists: places of inputs and places of outputs.
    """
    fee = sum(inputs) - sum(outputs)
    number = 0
    links = [[0] * len(inputs) for _ in outputs]
    for of_input in set_partitions(len(inputs)):
        parts = range(max(of_input) + 1)
        for of_output in product(parts, repeat=len(outputs)):
            left = [0] * len(parts)
            for part, value in zip(of_input, inputs, strict=True):
                left[part] += value
            for part, value in zip(of_output, outputs, strict=True):
                left[part] -= value
            if not all(-gain <= rest <= fee + loss for rest in left):
                continue
            owners = ({*(of_input[i] for i in a), *(of_output[o] for o in b)} for a, b in together)
            if any(len(parts_of_owner) > 1 for parts_of_owner in owners):
                continue
            number += 1
            for o, part in enumerate(of_output):
                for i, other in enumerate(of_input):
                    links[o][i] += part == other
    return number, links

"""Ways to pay that several people follow together, each as its real model works.

A protocol knows whose coins go in, what comes out, for whom and why. Who takes part, and when, is
the people's own affair.
"""

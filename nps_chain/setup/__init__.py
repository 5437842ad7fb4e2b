"""Putting the course on a machine: the environment, the working copy, JupyterLab, the checks.

Everything here starts on a bare Python: modules import what must first be installed only inside the
functions that need it.
"""

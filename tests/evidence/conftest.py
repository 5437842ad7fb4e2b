"""What tests of evidence share."""

import socket
import subprocess

import pytest


@pytest.fixture
def nobody_else(monkeypatch):
    """No other machine, and no other program: whoever asks one fails the test."""

    def refuse(*_args, **_kwargs):
        raise AssertionError("something was started or fetched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)

"""Serves the voices that live in Python, coqui-tts and edge-tts, to Edit Factory."""

__version__ = "0.1.0"

"""Inovik Forms: guided questionnaires and Word documents for a public-service innovation laboratory."""

__version__ = "0.1.0"

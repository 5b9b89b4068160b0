"""Measured figures, printed beside their peers in one run; never asserted."""

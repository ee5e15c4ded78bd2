"""Calibration: experiments as scenarios, what a fit may move, the fit, and how far to trust it."""

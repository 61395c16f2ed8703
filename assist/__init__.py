"""Agent Assist: one short prompt at the right moment of a call, from this computer alone."""

__version__ = "0.1.0"

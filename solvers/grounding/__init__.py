"""Grounding: a Model with its Data becomes an Instance, a whole index set at a time."""

from modelwright.solvers.grounding.grounder import ground

__all__ = ["ground"]

"""Proofs in exact arithmetic: programs with rational numbers, points, dual bounds, rays."""

"""Measuring the embedded engine, and fitting what of it is learned."""

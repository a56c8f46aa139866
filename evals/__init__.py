"""Batch evaluation: problems in, predictions in a run folder that resumes, counts with their uncertainty out."""

"""Rows and problems in the forms of others: NL4Opt's declarations, the thirteen types of arXiv 2311.15271."""

"""A Model for readers: LaTeX and Markdown."""

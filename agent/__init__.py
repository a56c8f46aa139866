"""Language: from words to a Model, and from a Result to words."""

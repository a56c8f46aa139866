"""What a prediction is worth; one metric a file."""

"""The rules of each group of elements; `modelwright.model.validation` applies them all."""

"""The answer told in the user's words, every number read from the Result."""

from modelwright.agent.explanation.explain import explain, explain_diagnosis
from modelwright.agent.explanation.explanation import Explanation, ExplanationTable

__all__ = ["Explanation", "ExplanationTable", "explain", "explain_diagnosis"]

"""How numbers with their uncertainty are written, wherever they stand."""

import re

from analysis.language import Language

SMALLEST_P = 0.001
"""Below this a p-value is given as a bound."""


def with_interval(
    value: float, low: float, high: float, language: Language, digits: int = 2, suffix: str = ""
) -> str:
    """Write a value with its interval in brackets; the value alone if there is no interval."""
    text = language.number(value, digits) + suffix
    if low != low or high != high:  # noqa: PLR0124 - the one test for "not a number"
        return text
    return f"{text} ({language.interval(low, high, digits)})"


def p_value(value: float, language: Language) -> str:
    """Write a p-value with three decimals; one that would be printed as nothing as a bound."""
    if value < SMALLEST_P:
        return f"< {language.number(SMALLEST_P, 3)}"
    return language.number(value, 3)


def keep_together(text: str) -> str:
    """Let no line end between n, or a sign of comparison, and its number."""
    text = re.sub(r"\bn = (?=\d)", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}", text)
    return re.sub(r"(?<![\w/])(<|&lt;) (?=\d)", "\\1\N{NO-BREAK SPACE}", text)

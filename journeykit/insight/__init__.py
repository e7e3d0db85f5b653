"""Insight: what answers, words and events say together. Each part is imported by its name."""

"""Aggregation: findings become exact figures, and figures an answer in words."""

"""Starts Redis, the API and the workers as one, keeps them running, and stops them as one. Standard library only."""

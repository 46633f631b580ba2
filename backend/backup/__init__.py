"""Copies of everything Winnow keeps, proven by their hashes: backup, verify, restore, and blobs that move.

Run on the machine of the data folder, while Winnow runs there or not (`scripts/winnow backup …`).
"""

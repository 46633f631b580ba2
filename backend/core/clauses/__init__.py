"""Conditions that documents state in known words, so that rules can judge them, with the sentence as proof."""

"""Footnoted: what is in a pile of dated texts, how it changes, and the sentences that prove it."""

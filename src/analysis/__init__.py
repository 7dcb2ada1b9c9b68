"""Footnoted: what is in a pile of dated texts, how does it change, and can I prove it?"""

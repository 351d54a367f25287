"""Screens on the way to the contract: fetch what is visible, call one thing, answer."""

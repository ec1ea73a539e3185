"""The drill: several machines in networks of their own, broken one after the other under load (docs/scaling.md)."""

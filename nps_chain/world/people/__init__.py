"""People, firms and services: a module a kind, each of which plays by itself once on stage."""

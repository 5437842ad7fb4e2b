"""Following money by hand: a graph that grows by clicks, and keeps the log of every step.

The pieces, in the order in which data goes through them: `facts` (what is known of the chain at a
height), `scene` (what somebody asked to see), `steps` (how a click changes that), `drawn` (the
nodes and lines that it becomes), `layout` (where these stand), `state` (all of it for the script
in the browser) and `picture` (the same without a browser).
"""

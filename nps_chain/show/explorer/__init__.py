"""Following money by hand: a graph that grows by clicks, and keeps the log of every step.

The rooms, in the order in which data goes through them: `known` (what is known of the chain at a
height), `scenes` (what somebody asked to see, and how a click changes that), `canvas` (the nodes
and lines that it becomes), `placing` (where these stand), `beside` (what is told of them), `svg`
(all of it without a browser) and `record` (the steps taken back and again, and their log). A
`session` has them under one lock; `state` and `widget` bring it to the script in the browser.
"""

"""From a page to a case that several countries can use.

What an investigation collects (saved pages, names on addresses), exchanges (letters, lists that
mustn't be shown) and hands over (a sealed package, a report). All of it is somebody's word or an
inference until it is tied to bytes; so each thing here tells where it was read, and how sure it is.
"""

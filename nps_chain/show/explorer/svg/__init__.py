"""The explorer without a browser's script: a picture as SVG."""

"""Layout, components, template tags, the frame of every page, and the three middlewares that make GET harmless,
dates explicit and views declare who may see them. No models."""

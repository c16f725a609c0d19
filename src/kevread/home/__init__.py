"""« Aujourd’hui » and search: what the other rooms know, composed for one person. No models."""

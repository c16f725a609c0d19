"""What holds for every verb: who may not, on which days, two at once. See docs/guides/eprouver-une-garde.md."""

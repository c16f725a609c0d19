"""What people may know, correct, limit and erase of what is held about them."""

"""Posts, who fills them, under which two authorities, and what is due by when. Not payroll."""

"""One employer, two lines of authority: who decides what about whom, who was asked, what each answered."""

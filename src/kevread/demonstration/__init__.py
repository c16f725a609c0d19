"""An invented federation on the real map: people, mandates, departures, so that every screen shows life.

What is invented is data, in `federations/<name>/demonstration/`: who is there, what each organisation entered on which
day, what people did (`story.yaml`, real verbs with the rights of their seats), and as whom one can enter. The same files
give the same life each time. Every departure from the common framework is wanted, and a test lists them all.

Everything here is invented and says so on every page. Impossible to open on the data of a real federation.
"""

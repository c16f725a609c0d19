"""What toys hold about people: nothing but a name that somebody types."""

from kevread.common.personal import Held, hold

hold("toy", Held(model="toy.present", called="Cadeaux", texts=("name",)))

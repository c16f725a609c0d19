"""The colours of a page, looked at where they are new: what was found readable once is readable wherever the same letters stand
on the same colours. Axe takes half of its time to work it out."""

from playwright.sync_api import Page

from tests.browser import axe, by_axe

RULES = ("color-contrast", "link-in-text-block")
READABLE: set[tuple[str, str]] = set()  # by this process: the rule, how it is drawn

# How each text is drawn, as far down as what is opaque: its letters, each layer beneath them, and what all of it is seen
# through; for a link, what it stands among besides. Empty where a layer was moved out of its place: what lies beneath it is not
# what holds it, and it is looked at each time.
DRAWN = """() => {
  const styles = new Map(), layers = new Map(), hidden = new Map(), read = new Map();
  const style = e => styles.get(e) || styles.set(e, getComputedStyle(e)).get(e);
  const letters = s => [s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextStrokeWidth, s.webkitTextFillColor].join();
  const through = s => [s.opacity, s.filter, s.mixBlendMode, s.backdropFilter].join();
  const plain = '1,none,normal,none', clear = 'rgba(0, 0, 0, 0)';
  const beneath = e => {  // [what is drawn, what it is seen through, whether a layer was moved]
    if (!e) return ['', '', false];
    if (layers.has(e)) return layers.get(e);
    const s = style(e), above = beneath(e.parentElement);
    const seen = (through(s) === plain ? '' : through(s) + '/') + above[1];
    const moved = s.position === 'absolute' || s.position === 'fixed';
    const opaque = s.backgroundImage === 'none' && s.backgroundColor.startsWith('rgb(');
    const own = s.backgroundColor === clear && s.backgroundImage === 'none' ? '' : `${s.backgroundColor} ${s.backgroundImage}/`;
    const found = opaque ? [own, seen, false] : [own + above[0], seen, moved || above[2]];
    layers.set(e, found);
    return found;
  };
  const block = e => e && style(e).display.startsWith('inline') ? block(e.parentElement) : e;
  const clipped = e => {  // seen by nobody
    if (!e) return false;
    if (!hidden.has(e)) hidden.set(e, style(e).clipPath === 'inset(50%)' || (e.offsetWidth <= 1 && e.offsetHeight <= 1)
      || clipped(e.parentElement));
    return hidden.get(e);
  };
  const words = e => read.has(e) ? read.get(e) : read.set(e, e.innerText.trim()).get(e);
  const off = e => { const at = e.getBoundingClientRect(); return at.bottom + scrollY <= 0 || at.right + scrollX <= 0; };
  const said = e => e.matches('input, select, textarea')
    || [...e.childNodes].some(one => one.nodeType === 3 && one.data.trim());
  const texts = [...document.querySelectorAll('body, body *')].filter(
    e => said(e) && e.checkVisibility() && !clipped(e) && !off(e));
  window.texts = texts;
  const ways = new Map(), way = how => how && (ways.has(how) || ways.set(how, ways.size), ways.get(how));  // said once each
  const drawn = texts.map(e => {
    const s = style(e), [layer, seen, moved] = beneath(e);
    const drawn = moved ? '' : [letters(s), layer, seen].join('|');
    if (!e.matches('a[href]')) return [way(drawn), null];
    const around = block(e.parentElement), others = around && words(around) !== words(e);
    const line = [s.display, s.textDecoration, s.borderBottom, s.outline, s.fontStyle, s.fontFamily].join();
    const above = style(e.parentElement);
    const among = [above.fontFamily, letters(above), around && letters(style(around)), others];
    return [way(drawn), way(drawn && [drawn, line, ...among].join('|'))];
  });
  return [drawn, [...ways.keys()]];
}"""

# Which of these are readable, and which are not, by each rule that is asked of some; a link of which nothing is to be said is
# readable. The rules run together: axe goes through the whole page before any.
JUDGE = """async asked => {
  const nodes = rank => window.texts[rank], rules = Object.keys(asked).filter(rule => asked[rule].length), found = {};
  const results = await axe.run({include: [...new Set(rules.flatMap(rule => asked[rule]))].map(nodes)}, {
    runOnly: {type: 'rule', values: rules}, selectors: false, elementRef: true,
    resultTypes: ['violations', 'passes', 'incomplete']});
  for (const rule of rules) {
    const those = kind => new Set(
      results[kind].filter(one => one.id === rule).flatMap(one => one.nodes.map(node => node.element)));
    const passes = those('passes'), doubtful = those('incomplete'), wrong = those('violations');
    const readable = rule === 'color-contrast' ? e => passes.has(e) : e => !doubtful.has(e);
    found[rule] = [asked[rule].filter(rank => readable(nodes(rank))), asked[rule].filter(rank => wrong.has(nodes(rank)))];
  }
  return found;
}"""


def colours(page: Page) -> list[str]:
    """What is not readable on this page as it is now: one line a finding."""
    ranks, ways = page.evaluate(DRAWN)
    drawn = [[ways[way] if isinstance(way, int) else way for way in both] for both in ranks]
    asked = {
        rule: [n for n, how in enumerate(drawn) if (one := how[which]) is not None and (rule, one) not in READABLE]
        for which, rule in enumerate(RULES)
    }
    found = by_axe(page, JUDGE, asked) if any(asked.values()) else {}
    for which, rule in enumerate(RULES):
        readable, wrong = ({drawn[n][which] for n in ranks} for ranks in found.get(rule, ([], [])))
        READABLE.update((rule, how) for how in readable - wrong if how)
    faulty = [rule for rule, (_, wrong) in found.items() if wrong]
    return (axe(page, *faulty) or faulty) if faulty else []

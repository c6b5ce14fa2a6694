"""Questions put to an open page about its looks; each answers with what is wrong."""

# Elements that reach past the page's right edge. Those inside a box that scrolls by itself do not count on a screen.
TOO_WIDE = """(printed) => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || !box.height || one.closest(".skip") || one.ownerSVGElement) return false;
  if (!printed && one.closest(".scroll")) return false;
  return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}).map((one) => one.tagName + "." + one.className + " " + one.textContent.slice(0, 30))"""

# Cells and boxes whose own text does not fit in them and is cut.
CUT = """() => [...document.querySelectorAll("td, th, dd, dt, summary, li, p, button, h1, h2, caption")].filter((one) => {
  const style = getComputedStyle(one);
  return one.getClientRects().length && style.overflowX !== "visible" && style.clipPath === "none" && one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.tagName + "." + one.className + " " + one.textContent.slice(0, 30))"""

# Texts whose contrast with what is behind them is under 4.5 to 1 (WCAG 1.4.3); of large texts under 3 to 1.
PALE = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; })
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const colour = parse(getComputedStyle(up).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.getClientRects().length || one.closest("script, style, .skip, option, :disabled")) continue;
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const [a, b] = [light(parse(style.color)), light(behind(one))].sort((x, y) => y - x);
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < least) found.add(one.tagName + "." + one.className + " " + style.color);
  }
  return [...found];
}"""

# Things to press or to write in that have no name a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll("button, select, input, a, summary")].filter((one) =>
  one.getClientRects().length && !one.textContent.trim() && !one.labels?.length && !one.getAttribute("aria-label")
).map((one) => one.outerHTML.slice(0, 80))"""

# Whether the element that has the focus shows it.
FOCUS_SHOWN = """() => { const style = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; }"""

// What the charts share: elements of SVG and HTML by name, text as text alone, and the hues and dashes of lanes and lines.

const SVG = "http://www.w3.org/2000/svg";
export const DASHES = ["none", "7 3", "2 3", "9 3 2 3", "1 4", "12 4", "5 2 1 2", "3 1"];
export const HUES = 8;

/** An element of SVG with attributes and children. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An element of HTML with attributes and children; texts stay texts. */
export function html(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

/** A day as a moment of the time axis. */
export const day = (text) => new Date(`${text}T00:00:00Z`);

/** Hide from screen readers what Plot draws of axes and coasts: the marks say all that there is to say. */
export function hushed(plot) {
  for (const one of plot.querySelectorAll(":scope > g")) {
    if (one.hasAttribute("class")) continue;
    one.setAttribute("aria-hidden", "true");
    for (const named of [one, ...one.querySelectorAll("[aria-label]")]) named.removeAttribute("aria-label");
  }
  return plot;
}

/** Let the arrow keys move among links in order, with one of them reached by Tab. */
export function walk(links) {
  links.forEach((one, at) => {
    one.setAttribute("tabindex", at ? "-1" : "0");
    one.addEventListener("focus", () => {
      for (const other of links) other.setAttribute("tabindex", "-1");
      one.setAttribute("tabindex", "0");
    });
    one.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (to === undefined || !links[to]) return;
      event.preventDefault();
      links[to].focus();
    });
  });
}

/** Draw again when the room for a drawing has another width. */
export function fitted(room, draw) {
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(room.getBoundingClientRect().width);
    if (now && now !== width) draw((width = now));
  }).observe(room);
}

// Draws a figures chart: axes by Observable Plot, and on them each figure as its words bound it.

import { DASHES, HUES, day, hushed, svg, walk } from "./svg.js";

const LABELLED = 30;
const SIGN = { "=": "", "~": "~", ">=": "≥", ">": ">", "<=": "≤", "<": "<" };
const MANY = new Intl.NumberFormat("en");
const SHAPES = ["circle", "square", "diamond", "triangle"];

/** The numbers of a figure in a few characters. */
function short(mark) {
  if (mark.op === "range") return `${MANY.format(mark.low)}–${MANY.format(mark.high)}`;
  return mark.op === "several" ? mark.words : SIGN[mark.op] + MANY.format(mark.value);
}

/** Everything about a mark in a sentence, for those who do not see it. */
function said(mark) {
  const kind = { point: "", tick: "restated: ", stale: "old number told as new: ", alone: "in no line: " }[mark.part];
  const when = mark.as_of ? `, of ${mark.as_of}` : "";
  return `${kind}${mark.words} ${mark.counted}, ${mark.origin}${when}, published ${mark.published ?? "on an unknown day"}${mark.ahead ? ", planned or forecast" : ""}`;
}

/** The chart as an element. `open` is called with the mark that was chosen. */
export function drawn(chart, axes, width, address, open) {
  const span = axes.span ?? [new Date().toISOString().slice(0, 10), new Date().toISOString().slice(0, 10)];
  const [from, to] = span.map(day);
  const pad = Math.max((to - from) * 0.05, 4 * 864e5);
  const plot = Plot.plot({
    width, height: Math.round(Math.min(480, Math.max(300, width * 0.5))), marginLeft: 54, marginRight: 48, marginTop: 14, marginBottom: 34,
    x: { type: "utc", domain: [new Date(+from - pad), new Date(+to + pad)] },
    y: { domain: [0, axes.top * 1.08 || 1], nice: false },
    marks: [
      Plot.gridY({ ticks: 6, stroke: "var(--line)", strokeOpacity: 1 }), Plot.axisY({ label: null, ticks: 6, tickFormat: (n) => MANY.format(n), stroke: "none", fill: "var(--faint)" }),
      Plot.axisX({ label: null, ticks: Math.max(2, Math.floor(width / 110)), fill: "var(--faint)", stroke: "var(--line)" }), Plot.ruleY([0], { stroke: "var(--faint)" }),
      (index, scales, values, size) => layer(chart, scales, size, address, open),
    ],
  });
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", "Figures over time. Arrow keys move from mark to mark, Enter opens its sentence.");
  return hushed(plot);
}

function layer(chart, { x, y }, size, address, open) {
  const left = size.marginLeft, right = size.width - size.marginRight;
  const marks = chart.marks.filter((one) => one.drawn);
  const by = new Map(marks.map((one) => [one.id, one]));
  const clip = (at) => Math.min(right, Math.max(left, at));
  const place = new Map();
  for (const mark of marks) {
    const one = { from: mark.start ? clip(x(day(mark.start))) : left, to: mark.end ? clip(x(day(mark.end))) : right };
    one.bar = mark.start !== mark.end;
    one.x = (one.from + one.to) / 2;
    one.y = y(mark.value);
    if (mark.part === "stale" && mark.published) one.x = clip(x(day(mark.published)));
    place.set(mark.id, one);
  }
  aside(marks, place);
  const dodge = new Map();
  for (const mark of marks) {
    const under = by.get(mark.under);
    if (!under) continue;
    const name = `${mark.published}|${mark.under}`, at = dodge.get(name) ?? 0;
    dodge.set(name, at + 1);
    const one = place.get(mark.id);
    one.x = (mark.published ? clip(x(day(mark.published))) : one.x) + 6 + at * 6;
    one.y = place.get(mark.under).y;
  }
  const labelled = marks.filter((one) => one.part === "point").length <= LABELLED;
  const all = svg("g", { class: "figures" });
  for (const band of chart.bands) all.append(bandOf(band, place, y));
  for (const line of chart.lines) all.append(lineOf(line, by, place, marks));
  for (const link of chart.links) if (link.type === "contradicts" && by.has(link.left) && by.has(link.right)) all.append(bridge(place.get(link.left), place.get(link.right)));
  const links = marks.map((mark) => {
    const hue = mark.part === "stale" || mark.part === "tick" || mark.hue === null ? "grey" : `hue${mark.hue % HUES}`;
    const made = svg("a", { class: `mark ${mark.part} ${hue}${mark.ahead ? " ahead" : ""}`, href: address(mark), "data-id": mark.id });
    made.append(svg("title", {}, said(mark)), ...shape(mark, place.get(mark.id), y, Math.max(0, chart.counted.indexOf(mark.counted))));
    if (mark.part === "point" && labelled) made.append(label(mark, place.get(mark.id), right));
    made.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(mark, made);
    });
    all.append(made);
    return made;
  });
  walk(links);
  return all;
}

/** Move what stands in no line, or off its line, to where nothing else stands. */
function aside(marks, place) {
  const taken = marks.filter((one) => one.part === "point").map((one) => place.get(one.id));
  for (const mark of marks) {
    if (mark.part !== "stale" && (mark.part !== "alone" || mark.ahead)) continue;
    const one = place.get(mark.id);
    if (mark.part === "stale") one.x += 16;
    while (taken.some((other) => Math.abs(other.x - one.x) < 13 && Math.abs(other.y - one.y) < 13)) one.x += 13;
    taken.push(one);
  }
}

function label(mark, at, right) {
  const end = at.x > right - 70;
  const words = svg("text", { x: at.x + (end ? -9 : 9), y: at.y - 8, "text-anchor": end ? "end" : "start", "aria-hidden": "true" });
  words.append(svg("tspan", { class: "letter" }, mark.letter), ` ${short(mark)}`);
  return words;
}

function lineOf(line, by, place, marks) {
  const points = line.points.map((id) => by.get(id)).filter(Boolean);
  const group = svg("g", { class: `line hue${line.hue % HUES}${line.ahead ? " ahead" : ""}`, "aria-hidden": "true", "data-line": line.letter });
  if (!points.length) return group;
  const corners = points.map((one) => [place.get(one.id).x, place.get(one.id).y]);
  const last = points.at(-1).id;
  const until = Math.max(corners.at(-1)[0], ...marks.filter((one) => one.under === last).map((one) => place.get(one.id).x));
  let path = `M${corners[0]}`;
  for (const [px, py] of corners.slice(1)) path += `H${px}V${py}`;
  group.append(svg("path", { d: `${path}H${until}`, "stroke-dasharray": line.ahead ? "4 4" : DASHES[line.hue % DASHES.length] }));
  return group;
}

function bridge(one, other) {
  const middle = [(one.x + other.x) / 2 - Math.abs(one.y - other.y) * 0.12 - 10, (one.y + other.y) / 2];
  const group = svg("g", { class: "bridge", "aria-hidden": "true" }, svg("path", { d: `M${one.x},${one.y}Q${middle} ${other.x},${other.y}` }));
  group.append(svg("text", { x: middle[0] / 2 + (one.x + other.x) / 4, y: middle[1] + 4, "text-anchor": "middle" }, "≠"));
  return group;
}

function bandOf(band, place, y) {
  const ends = [place.get(band.admitted), place.get(band.claimed)];
  const from = Math.min(...ends.map((one) => one.x)) - 8, to = Math.max(...ends.map((one) => one.x)) + 8;
  const group = svg("g", { class: "band", "aria-hidden": "true" }, svg("rect", { x: from, width: to - from, y: y(band.high), height: y(band.low) - y(band.high) }));
  for (const edge of [band.low, band.high]) group.append(svg("path", { d: `M${from},${y(edge)}H${to}` }));
  return group;
}

/** The parts of a mark: what its words assert, and nothing more. */
function shape(mark, at, y, kind) {
  const { x: cx, y: cy } = at;
  if (mark.part === "tick") return [svg("path", { class: "hit", d: `M${cx},${cy + 2}v15` }), svg("path", { d: `M${cx},${cy + 4}v12` })];
  if (mark.part === "stale") return [svg("circle", { cx, cy, r: 5.5 })];
  if (mark.part === "alone" && !mark.ahead) return [svg("circle", { class: "hit", cx, cy, r: 9 }), svg("path", { d: `M${cx - 4},${cy - 4}l8,8m0,-8l-8,8` })];
  const parts = [svg("circle", { class: "hit", cx, cy, r: 11 })];
  if (at.bar) parts.push(...bar(mark, at));
  const low = { ">=": 1, ">": 1 }[mark.op], high = { "<=": 1, "<": 1 }[mark.op];
  if (low || high) {
    const up = low ? -1 : 1, strict = mark.op.length === 1;
    parts.push(svg("path", { class: "arrow", d: `M${cx},${cy + (strict ? 3 * up : 0)}v${(strict ? 19 : 22) * up}m-4,${-5 * up}l4,${5 * up}l4,${-5 * up}` }));
    if (strict) parts.push(svg("circle", { class: "open", cx, cy, r: 3 }));
    else parts.push(svg("path", { class: "base", d: `M${cx - 7},${cy}h14` }));
  } else if (mark.op === "range" || mark.op === "several") {
    const [bottom, top] = [y(mark.low ?? mark.least), y(mark.high ?? mark.most)];
    parts.push(svg("path", { class: "bracket", d: `M${cx + 6},${bottom}h-6V${top}h6` }));
  } else {
    if (mark.op === "~" && mark.least !== null && mark.most !== null) parts.push(svg("path", { class: "whisker", d: `M${cx},${y(mark.least)}V${y(mark.most)}m-5,0h10M${cx - 5},${y(mark.least)}h10` }));
    if (!at.bar) parts.push(dot(SHAPES[kind % SHAPES.length], cx, cy));
  }
  if (mark.withdrawn) parts.push(svg("path", { class: "withdrawn", d: `M${cx - 8},${cy + 8}l16,-16` }));
  return parts;
}

/** A stretch of time; an end that is open has no cap. */
function bar(mark, { from, to, y }) {
  const wide = Math.max(to, from + 4);
  const parts = [svg("path", { class: "bar", d: `M${from},${y}H${wide}` })];
  if (mark.start) parts.push(svg("path", { class: "cap", d: `M${from},${y - 4}v8` }));
  if (mark.end) parts.push(svg("path", { class: "cap", d: `M${wide},${y - 4}v8` }));
  return parts;
}

function dot(name, cx, cy) {
  const d = { square: `M${cx - 4},${cy - 4}h8v8h-8z`, diamond: `M${cx},${cy - 6}l6,6l-6,6l-6,-6z`, triangle: `M${cx},${cy - 6}l6,10h-12z` }[name];
  return d ? svg("path", { class: "dot", d }) : svg("circle", { class: "dot", cx, cy, r: 4.5 });
}

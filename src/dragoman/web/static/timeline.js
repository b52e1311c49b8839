// The timeline: each event in the time that it can mean, or how many lie in each stretch of time where there are many.

import { data } from "./page.js";
import { HUES, day, fitted, hushed, svg, walk } from "./svg.js";

const ROW = 22, HEAD = 20, BINS = 46, FADE = 46, LETTER = 6.6, LONGEST = 42, SHORTEST = 7, LABELLED = 150, DAYS = 5;
const line = data("timeline");
const room = document.getElementById("plot");
const rows = new Map([...document.querySelectorAll("tr[data-id]")].map((row) => [row.dataset.id, row.querySelector("a").getAttribute("href")]));
const cut = (text, length) => (text.length <= length ? text : length > 3 ? `${text.slice(0, length - 1)}…` : "");
const next = (text) => new Date(+day(text) + 864e5);

/** Where an event is drawn, in pixels: an end that is open is not drawn out to the edge, for nothing says that it reaches there. */
function stretch(node, x) {
  const [low, high] = x.range(), inside = (at) => Math.min(high + 6, Math.max(low - 6, at));
  const to = node.end ? inside(x(next(node.end))) : null, from = node.start ? inside(x(day(node.start))) : null;
  return { from: from ?? to - FADE, to: to ?? from + FADE, openFrom: from === null, openTo: to === null };
}

/** Rows within a lane, so that nothing lies on anything else. */
function packed(nodes, x, width, labelled) {
  const ends = [];
  return nodes.map((node) => {
    const at = stretch(node, x), end = Math.max(at.to, at.from + SHORTEST);
    const fits = (space) => Math.min(LONGEST, Math.floor((space - 10) / LETTER));
    const before = fits(width - end) < Math.min(node.label.length, LONGEST) && at.from > width - end;
    const words = labelled ? cut(node.label, Math.max(0, fits(before ? at.from : width - end))) : "";
    const wide = labelled && end - at.from > Math.min(node.label.length, LONGEST) * LETTER + 12;
    const wanted = wide ? 0 : words.length * LETTER + 12;
    const left = before ? at.from - wanted : at.from, right = before ? end : end + wanted;
    let row = ends.findIndex((end) => end < left - 6);
    if (row < 0) row = ends.push(0) - 1;
    ends[row] = right;
    return { node, ...at, to: end, words: wide ? cut(node.label, LONGEST) : words, wide, before: before && !wide, row };
  });
}

function ofNodes(x, width, left) {
  const labelled = line.nodes.length <= LABELLED, links = [];
  const all = svg("g", { class: "timeline" });
  let top = 0;
  line.lanes.forEach((lane, hue) => {
    const nodes = packed(line.nodes.filter((one) => one.lane === lane), x, width - 4, labelled);
    const height = HEAD + (Math.max(0, ...nodes.map((one) => one.row)) + 1) * ROW + 8;
    all.append(head(lane, hue, top, left, width));
    for (const one of nodes) {
      const y = top + HEAD + one.row * ROW + ROW / 2, node = one.node;
      const made = svg("a", { class: `hue${hue % HUES} ${node.planned ? "planned" : node.cancelled ? "cancelled" : ""}`, href: rows.get(node.id) ?? null });
      made.append(svg("title", {}, `${node.label}, ${node.when}, ${node.status.replace("_", " ")}`), ...bar(one, y));
      if (one.words) made.append(svg("text", { class: one.wide ? "within" : null, x: one.wide ? one.from + 8 : one.before ? one.from - 6 : one.to + (one.openTo ? 10 : 6), y: y + 4, "text-anchor": one.before ? "end" : "start", "aria-hidden": "true" }, one.words));
      links.push({ made, x: one.from });
      all.append(made);
    }
    top += height;
  });
  walk(links.map((one) => one.made));
  return [all, top];
}

function bar({ node, from, to, openFrom, openTo }, y) {
  const wide = to - from, parts = [svg("rect", { class: "hit", x: from - 4, y: y - ROW / 2, width: wide + 8, height: ROW })];
  const shape = { y: y - 7, height: 14, rx: node.about ? 7 : 1.5 };
  if (openFrom || openTo) {
    // Three steps of ever fainter colour stand for an end that is not known.
    for (let step = 0; step < 3; step += 1) parts.push(svg("rect", { ...shape, class: `bar fade${openTo ? step : 2 - step}`, x: from + (step * wide) / 3, width: wide / 3, rx: 0 }));
    parts.push(svg("path", { class: "arrow", d: openTo ? `M${from + wide + 1},${y - 4}l4,4l-4,4` : `M${from - 1},${y - 4}l-4,4l4,4` }));
  } else parts.push(svg("rect", { ...shape, class: "bar", x: from, width: wide }));
  if (node.cancelled) parts.push(svg("path", { class: "strike", d: `M${from - 4},${y}h${wide + 8}` }));
  if (node.contested) parts.push(svg("text", { class: "contested", x: from + wide / 2, y: y - 5, "text-anchor": "middle", "aria-hidden": "true" }, "≠"));
  return parts;
}

function head(lane, hue, top, left, width) {
  const group = svg("g", { class: `lane hue${hue % HUES}`, "aria-hidden": "true" });
  group.append(svg("path", { d: `M${left},${top + 1}H${width}` }), svg("text", { x: left, y: top + 14 }, cut(lane, 60)));
  return group;
}

function ofBins(x, width, left) {
  const links = [], all = svg("g", { class: "timeline" });
  const most = Math.max(1, ...line.bins.map((one) => one.sure + one.may));
  const here = new URLSearchParams(location.search);
  line.lanes.forEach((lane, hue) => {
    const top = hue * (HEAD + BINS), floor = top + HEAD + BINS - 4;
    all.append(head(lane, hue, top, left, width));
    for (const one of line.bins.filter((bin) => bin.lane === lane)) {
      const from = Math.max(left, x(day(one.start))), wide = Math.max(1, Math.min(width, x(next(one.end))) - from - 0.5), high = (n) => (n / most) * (BINS - 6);
      here.set("since", one.start);
      here.set("until", one.end);
      const said = `${lane}, ${one.start}${one.end === one.start ? "" : ` to ${one.end}`}: ${one.sure} lie in it, ${one.may} may`;
      const made = svg("a", { class: `bin hue${hue % HUES}`, href: `${location.pathname}?${here}` }, svg("title", {}, said));
      made.append(svg("rect", { class: "hit", x: from, width: wide, y: top + HEAD, height: BINS - 4 }));
      if (one.sure) made.append(svg("rect", { class: "bar", x: from, width: wide, y: floor - high(one.sure), height: high(one.sure) }));
      if (one.may) made.append(svg("rect", { class: "bar fade2", x: from, width: wide, y: floor - high(one.sure + one.may), height: high(one.may) }));
      links.push(made);
      all.append(made);
    }
  });
  walk(links);
  return [all, line.lanes.length * (HEAD + BINS)];
}

function draw(width) {
  const from = day(line.start), to = next(line.end), left = 6;
  const x = d3.scaleUtc([from, to], [left + (line.unit ? 0 : 12), width - (line.unit ? 6 : 24)]);
  const [all, height] = (line.unit ? ofBins : ofNodes)(x, width, left);
  const ticks = to - from <= DAYS * 864e5 ? d3.utcDay : Math.max(2, Math.floor(width / 120));
  const axis = Plot.plot({ width, height: 30, marginLeft: left, marginRight: 6, marginBottom: 26, marginTop: 0, x: { type: "utc", domain: [x.invert(left), x.invert(width - 6)] },
    marks: [Plot.axisX({ label: null, ticks, fill: "var(--faint)", stroke: "var(--line)" })] });
  axis.setAttribute("aria-hidden", "true");
  const drawing = svg("svg", { class: "lanes", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Timeline. Arrow keys move from one to the next, Enter opens it." }, all);
  for (const tick of x.ticks(ticks)) all.prepend(svg("path", { class: "grid", d: `M${x(tick)},0V${height}` }));
  room.replaceChildren(hushed(axis), drawing);
}

if (room) {
  room.hidden = false;
  fitted(room, draw);
}

// The map: each place as the area within which it is known to lie, countries shaded where no more is known. Choosing an area opens its events in the list.

import { data } from "./page.js";
import { fitted, html, hushed, svg, walk } from "./svg.js";

const KM = 111.195, SMALLEST = 4;
const { areas, countries } = data("map"), world = data("world");
const room = document.getElementById("plot");
const land = topojson.feature(world, world.objects.countries).features;
const byNumber = new Map(land.map((one) => [String(one.id).padStart(3, "0"), one]));
const shaded = countries.map((one) => ({ ...one, shape: byNumber.get(one.numeric) })).filter((one) => one.shape);
const circle = (one, more = 1) => d3.geoCircle().center([one.lon, one.lat]).radius((one.radius * more) / KM)();
const most = Math.max(1, ...shaded.map((one) => one.number));
let whole = false, width = 0;

/** What the map shows: the whole earth, or the places with some room around them. */
function extent() {
  const shapes = [...areas.map((one) => circle(one, 3)), ...shaded.map((one) => one.shape)];
  return whole || !shapes.length ? { type: "Sphere" } : { type: "FeatureCollection", features: shapes.map((one) => (one.type === "Feature" ? one : { type: "Feature", geometry: one, properties: {} })) };
}

function choose(id) {
  const item = document.querySelector(`.places li[data-id="${CSS.escape(id)}"]`);
  if (!item) return;
  for (const one of document.querySelectorAll(".places .lit")) one.classList.remove("lit");
  item.querySelector("details").open = true;
  item.classList.add("lit");
  item.querySelector("summary").focus();
}

function linked(one, words, ...shapes) {
  const made = svg("a", { class: `area${one.planned ? " planned" : ""}`, href: `#place-${one.id}`, "data-id": one.id }, svg("title", {}, words), ...shapes);
  made.addEventListener("click", (event) => {
    event.preventDefault();
    choose(one.id);
  });
  return made;
}

const many = (n) => `${n.toLocaleString("en")} event${n === 1 ? "" : "s"}`;

function layer(size, { projection }) {
  const path = d3.geoPath(projection), links = [];
  for (const one of shaded) links.push(linked(one, `${one.name}: ${many(one.number)}, known by country only`, svg("path", { class: "shade", d: path(one.shape), "fill-opacity": 0.18 + 0.5 * Math.sqrt(one.number / most) })));
  for (const one of areas) {
    const at = path.centroid({ type: "Point", coordinates: [one.lon, one.lat] }), d = path(circle(one));
    if (!d || at.some(Number.isNaN)) continue;
    const small = Math.sqrt(path.area(circle(one)) / Math.PI) < SMALLEST;
    const shapes = [svg("path", { class: "reach", d })];
    // An area smaller than the eye can find stands in a ring, which is no area and has no filling.
    if (small) shapes.push(svg("circle", { class: "ring", cx: at[0], cy: at[1], r: SMALLEST + 1 + Math.min(6, Math.log2(one.number)) }));
    links.push(linked(one, `${one.name}: ${many(one.number)}, within ${one.radius} km`, ...shapes));
  }
  walk(links);
  return svg("g", { class: "map" }, ...links);
}

function draw() {
  const plot = Plot.plot({
    width, height: Math.round(Math.min(620, Math.max(240, width * 0.56))),
    projection: { type: "equal-earth", domain: extent(), inset: 10 },
    marks: [Plot.sphere({ fill: "none", stroke: "var(--coast)" }), Plot.geo(land, { fill: "var(--land)", stroke: "var(--coast)", strokeWidth: 0.6 }), (index, scales, values, size, context) => layer(size, context)],
  });
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", "Map. Arrow keys move from place to place, Enter opens its events in the list.");
  room.replaceChildren(hushed(plot), button);
}

const button = html("button", { type: "button", class: "quiet" }, "Whole earth");
button.addEventListener("click", () => {
  whole = !whole;
  button.textContent = whole ? "Only the places" : "Whole earth";
  draw();
  button.focus();
});
if (room) {
  room.hidden = false;
  fitted(room, (now) => {
    width = now;
    draw();
  });
  for (const item of document.querySelectorAll(".places li[data-id]")) {
    const mark = (on) => room.querySelector(`[data-id="${CSS.escape(item.dataset.id)}"]`)?.classList.toggle("chosen", on);
    item.addEventListener("mouseenter", () => mark(true));
    item.addEventListener("mouseleave", () => mark(false));
    item.addEventListener("focusin", () => mark(true));
    item.addEventListener("focusout", () => mark(false));
  }
}

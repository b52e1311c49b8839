// The page of a figures chart: draws it, moves the day on which things are known, and opens the sentence of a mark.

import { drawn } from "./figures_draw.js";
import { data } from "./page.js";
import { HUES, fitted, html } from "./svg.js";

const STEP = 900;
const axes = data("axes");
const room = document.getElementById("plot"), panel = document.getElementById("told"), rows = document.querySelector("#rows tbody");
const known = new Map([[lookedAt() ?? "", data("chart")]]);
const addresses = new Map([...rows.rows].map((row) => [row.dataset.id, row.querySelector("a").getAttribute("href")]));
const onDisk = location.protocol === "file:";
let chart = data("chart"), width = 0, opened = null;

function lookedAt() {
  return new URLSearchParams(location.search).get("as_published") || null;
}

/** The address of the page of a mark, as known on the day that is shown. */
function address({ id, chart: key }) {
  const at = addresses.get(id) ?? `/figures/${encodeURIComponent(key)}/${id}`;
  return onDisk ? at : looked(at);
}

/** An address with the day that is shown. */
function looked(at) {
  const found = new URL(at, location.href), now = lookedAt();
  if (now) found.searchParams.set("as_published", now);
  else found.searchParams.delete("as_published");
  return found.pathname + found.search;
}

function draw() {
  if (!width) return;
  const focused = document.activeElement?.dataset?.id;
  room.replaceChildren(drawn(chart, axes, width, address, open));
  if (focused) room.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  if (opened) room.querySelector(`[data-id="${CSS.escape(opened)}"]`)?.classList.add("opened");
}

/* the sentence of a mark */

async function open(mark, made) {
  if (onDisk) {
    location.href = address(mark);
    return;
  }
  const [path, query] = address(mark).split("?");
  const answer = await fetch(`${path}.json${query ? `?${query}` : ""}`);
  if (!answer.ok) {
    location.href = address(mark);
    return;
  }
  opened = mark.id;
  for (const one of room.querySelectorAll(".opened")) one.classList.remove("opened");
  made.classList.add("opened");
  show(await answer.json());
}

function show({ mark, pieces, chain, archived, event, support, relations }) {
  const close = html("button", { type: "button", class: "quiet close", "aria-label": "Close the sentence" }, "×");
  close.addEventListener("click", shut);
  const words = html("p", { class: "words", dir: "auto" }, ...pieces.map((one) => (one.layers.length ? html("mark", { class: one.layers.map((name) => `l-${name}`).join(" ") }, one.text) : one.text)));
  const legend = html("ul", { class: "legend" }, ...["source", "cue", "content", "modifier", "number"].map((name) => html("li", {}, html("mark", { class: `l-${name}` }, name))));
  const hops = [mark.outlet ?? "the report", ...chain].map((hop) =>
    typeof hop === "string" ? html("li", {}, hop) : html("li", {}, html("b", {}, hop.name), hop.cue ? " " : "", hop.cue ? html("mark", { class: "l-cue" }, hop.cue) : "", html("span", { class: "faint" }, ` ${hop.attitude}, ${hop.certainty}${hop.scope === "stated" ? "" : `, ${hop.scope.replace("_", " ")}`}`)),
  );
  const facts = html("dl", {}, ...fact("Report", html("a", { href: looked(`/reports/${mark.report}`) }, mark.title || "untitled"), `, ${mark.outlet ?? "no outlet"}, ${mark.published ?? "no date"}`),
    ...(/^https?:/.test(mark.url ?? "") ? fact("Address", outward(mark.url, mark.url)) : []), ...(archived ? fact("Archive", outward(archived, "the copy nearest to that day, if there is one")) : []),
    ...fact("Behind it", `${many(support.voices, "independent voice")}, ${many(support.works, "work")}, ${many(support.pages, "page")}`),
    ...(event ? fact("Event", html("a", { href: looked(`/events/${event}`) }, "the event that it belongs to")) : []));
  const others = relations.map((one) => html("li", {}, `${one.said} `, html("a", { href: address({ id: one.id, chart: mark.chart }) }, html("bdi", {}, one.words)), `, ${one.by} `, html("span", { class: "faint" }, one.why)));
  panel.replaceChildren(close, html("h2", { dir: "auto", tabindex: "-1" }, html("a", { href: address(mark) }, mark.words)), words, legend, html("h3", {}, "Who says so"),
    chain.length ? html("ol", { class: "chain" }, ...hops) : html("p", {}, "The report says so in its own voice."), facts, ...(others.length ? [html("h3", {}, "To other figures"), html("ul", {}, ...others)] : []));
  panel.hidden = false;
  panel.querySelector("h2").focus({ preventScroll: innerWidth > 900 });
}

const many = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const fact = (name, ...told) => [html("dt", {}, name), html("dd", {}, ...told)];
const outward = (href, words) => html("a", { class: "out", href, rel: "noopener noreferrer nofollow" }, words);

function shut() {
  const id = opened;
  opened = null;
  panel.hidden = true;
  for (const one of room.querySelectorAll(".opened")) one.classList.remove("opened");
  if (id) room.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened) shut();
});

/* the day on which things are known */

async function on(chosen) {
  if (onDisk) return known.get("") && { ...known.get(""), marks: known.get("").marks.filter((one) => !chosen || (one.published && one.published <= chosen)) };
  if (!known.has(chosen)) {
    const search = new URLSearchParams(location.search);
    if (chosen) search.set("as_published", chosen);
    else search.delete("as_published");
    const answer = await fetch(`${location.pathname}.json?${search}`);
    known.set(chosen, answer.ok ? await answer.json() : { ...chart, marks: [], lines: [], links: [], bands: [] });
  }
  return known.get(chosen);
}

async function move(chosen) {
  said.textContent = chosen || "now";
  const found = await on(chosen);
  if ((days[slider.value] ?? "") !== chosen) return;
  chart = found;
  const here = new URL(location.href);
  if (chosen) here.searchParams.set("as_published", chosen);
  else here.searchParams.delete("as_published");
  if (!onDisk) history.replaceState(null, "", here);
  draw();
  rows.replaceChildren(...chart.marks.map(row));
  rows.parentElement.caption.textContent = `${many(chart.marks.length, "figure")}, in order of the time that they speak of`;
  if (onDisk) return;
  for (const one of document.querySelectorAll('a[href^="/"]')) if (!one.closest("#plot")) one.setAttribute("href", looked(one.getAttribute("href")));
  for (const one of document.querySelectorAll('.look input[name="as_published"]')) one.value = chosen;
  for (const one of document.querySelectorAll('form:not(#days, .look form) input[name="as_published"]')) one.value = chosen;
  document.querySelector(".look summary").textContent = chosen ? `As known on ${chosen}` : "As known now";
}

const IS = { point: "new", tick: "restated", stale: "old told as new", alone: "in no line" };

function row(mark) {
  const is = html("td", { "data-label": "It is" }, html("span", { class: `tag${mark.part === "stale" ? " doubt" : ""}${mark.ahead ? " planned" : ""}` }, mark.ahead && mark.part === "alone" ? "planned" : IS[mark.part]));
  if (mark.withdrawn) is.append(" ", html("span", { class: "tag bad" }, `withdrawn ${mark.withdrawn}`));
  if (mark.times > 1) is.append(" ", html("span", { class: "faint" }, `${mark.times} pages of one work`));
  const by = html("td", { "data-label": "Said by" }, ...(mark.hue === null ? [] : [html("span", { class: `swatch hue${mark.hue % HUES}` }, mark.letter), " "]), mark.origin);
  const words = html("th", { scope: "row" }, html("a", { href: address(mark), dir: "auto" }, mark.words), chart.counted.length > 1 ? html("span", { class: "faint" }, ` ${mark.counted}`) : null);
  return html("tr", { "data-id": mark.id }, words, by, html("td", { class: "day", "data-label": "Speaks of" }, mark.as_of ?? ""), html("td", { class: "day", "data-label": "Published" }, mark.published ?? "no date"), html("td", { "data-label": "Outlet" }, mark.outlet ?? ""), is);
}

const form = document.getElementById("days"), days = [...axes.days, ""];
const asked = lookedAt();
const at = asked ? axes.days.filter((one) => one <= asked).length - 1 : days.length - 1;
const slider = html("input", { type: "range", min: 0, max: days.length - 1, step: 1, value: Math.max(0, at), id: "day" });
const said = html("output", { for: "day" }, asked ?? "now");
slider.setAttribute("aria-valuetext", asked ?? "now");
const play = html("button", { type: "button", class: "quiet" }, "Play");
let playing = null;

slider.addEventListener("input", () => {
  slider.setAttribute("aria-valuetext", days[slider.value] || "now");
  move(days[slider.value]);
});

function stop() {
  clearInterval(playing);
  playing = null;
  play.textContent = "Play";
}
play.addEventListener("click", () => {
  if (playing) {
    stop();
    return;
  }
  play.textContent = "Stop";
  const step = (to) => {
    slider.value = to;
    slider.dispatchEvent(new Event("input"));
    if (to >= days.length - 1) stop();
  };
  step(+slider.value >= days.length - 1 ? 0 : +slider.value + 1);
  playing = setInterval(() => step(+slider.value + 1), STEP);
});
if (axes.days.length) form.replaceChildren(html("label", { class: "slide" }, "As known on", slider), said, play);
form.addEventListener("submit", (event) => event.preventDefault());

room.hidden = false;
fitted(room, (now) => {
  width = now;
  draw();
});

// Words and entries light each other, and the keyboard walks along the entries. Without this script they are plain links to each other.

const entries = [...document.querySelectorAll(".entry")];
const named = (element) => [...element.classList].filter((name) => name.startsWith("w-")).map((name) => name.slice(2));

/** Light an entry and all its words; several entries where words belong to several. */
function light(ids) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const id of ids) {
    document.getElementById(id)?.classList.add("lit");
    for (const words of document.getElementsByClassName(`w-${id}`)) words.classList.add("lit");
  }
}

for (const entry of entries) {
  for (const when of ["mouseenter", "focusin"]) entry.addEventListener(when, () => light([entry.dataset.entry]));
}
for (const words of document.querySelectorAll("mark[class*='w-']")) {
  for (const when of ["mouseenter", "focusin"]) words.addEventListener(when, () => light(named(words)));
}
// Words cut in many pieces are many links; one of each entry is enough for the Tab key.
const reached = new Set();
for (const words of document.querySelectorAll(":is(.words, h1) mark[class*='w-']")) {
  const ids = named(words);
  if (ids.every((id) => reached.has(id))) words.querySelector("a")?.setAttribute("tabindex", "-1");
  for (const id of ids) reached.add(id);
}
document.querySelector(".report").addEventListener("mouseleave", () => light([]));

/** Go to an entry by its heading, which is the link to its words. */
function visit(entry) {
  const link = entry?.querySelector(".to-words");
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = link.getAttribute("href").slice(1);
  const target = document.getElementById(id);
  if (!target || link.classList.contains("skip")) return;
  event.preventDefault();
  history.replaceState(null, "", `#${id}`);
  if (target.classList.contains("entry")) return visit(target);
  // The place of words is an empty element; the link inside the words that follow it can hold the focus.
  const words = [...document.getElementsByClassName(id)].find((mark) => mark.querySelector("a"));
  const inside = words?.querySelector("a");
  (inside ?? target).scrollIntoView({ block: "nearest" });
  inside?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea, summary")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || entries.length === 0) return;
  const here = document.activeElement.closest(".entry");
  const words = document.activeElement.closest("mark[class*='w-']");
  if (!here && !words && document.activeElement !== document.body && !document.activeElement.matches("main")) return;
  const at = here ? entries.indexOf(here) : words ? entries.findIndex((one) => named(words).includes(one.dataset.entry)) - (step > 0 ? 1 : -1) : -1;
  const next = entries[Math.min(Math.max(at + step, 0), entries.length - 1)];
  event.preventDefault();
  visit(next);
});

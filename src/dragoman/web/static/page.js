// What every page needs of scripts: the token for writing, and requests that bring it.
//
// The token comes after # in the address that the server printed. It is kept for this tab and taken out of the address, so that it is not shared with it.

const KEPT = "dragoman-token";
const found = new URLSearchParams(location.hash.slice(1)).get("token");
if (found) {
  sessionStorage.setItem(KEPT, found);
  history.replaceState(null, "", location.pathname + location.search);
}

/** The token, or null where this page only shows. */
export function token() {
  return sessionStorage.getItem(KEPT);
}

/** Send a request that writes; gives the answer's JSON, or throws an Error with the server's words. */
export async function send(method, address, body) {
  const headers = { "X-Dragoman-Token": token() ?? "" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error([told.error.message, told.error.hint].filter(Boolean).join("; "));
  return told;
}

/** The data that a page brings for a script, from its <script type="application/json" id="…">. */
export function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-Dragoman-Token"] = token() ?? "";
});
// Forms that write without htmx bring the token in a field, so that they work without a script too, where a person pastes it there.
for (const field of document.querySelectorAll('input[name="token"]')) {
  const kept = token();
  if (kept) {
    field.value = kept;
    field.closest("label")?.setAttribute("hidden", "");
  }
}
document.documentElement.classList.add("scripted");

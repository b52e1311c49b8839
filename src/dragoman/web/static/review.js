// Keys for deciding: each presses the button of the side that has the focus, else of the first one. Everything is a form, so nothing here is needed.

const NAME = "dragoman-by";

for (const field of document.querySelectorAll('input[name="by"]:not([type="hidden"])')) {
  field.value ||= localStorage.getItem(NAME) ?? "";
  field.addEventListener("change", () => localStorage.setItem(NAME, field.value));
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const here = document.activeElement.closest(".review, form") ?? document;
  const one = `[data-key="${CSS.escape(event.key)}"]`;
  const control = here.querySelector(one) ?? document.querySelector(one);
  if (!control) return;
  event.preventDefault();
  control.click();
  if (control.matches("summary")) control.parentElement.querySelector("input, select")?.focus();
});

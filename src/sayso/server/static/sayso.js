// What every page does, where scripts run: when its content was replaced in place, the keyboard and the screen reader go on
// from there.
"use strict";
// On a phone the list of pages is wider than the screen.
document.querySelector(".places [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
document.addEventListener("htmx:afterSettle", () => {
  const main = document.getElementById("main");
  if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
});
// An error is a page as well, and takes the place of the one that was asked from.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "main") event.detail.shouldSwap = true;
});
// Addresses are to be sent to others: what was left empty does not stand in them.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

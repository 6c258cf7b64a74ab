// What every page does, where scripts run: when its content was replaced in place, the keyboard and the screen reader go on
// from there.
"use strict";
// On a phone the list of pages is wider than the screen.
document.querySelector(".places [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
document.addEventListener("htmx:afterSettle", () => {
  const main = document.getElementById("main");
  if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
});

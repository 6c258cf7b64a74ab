// What every page does, where scripts run: when its content was replaced in place, the keyboard and the screen reader go on
// from there.
"use strict";
document.addEventListener("htmx:afterSettle", () => {
  const main = document.getElementById("main");
  if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
});

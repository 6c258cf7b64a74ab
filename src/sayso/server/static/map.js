// The map moves and grows; marks and rows light up together. Everything is there without this, too.
"use strict";
(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  const NEAREST = 24;
  const hatches = [...map.querySelectorAll("pattern")].map((one) => [one, one.getAttribute("patternTransform")]);
  let view = { x: 0, y: 0, zoom: 1 };

  const show = (next) => {
    const zoom = Math.min(NEAREST, Math.max(1, next.zoom));
    const w = width / zoom, h = height / zoom;
    view = { zoom, x: Math.min(width - w, Math.max(0, next.x)), y: Math.min(height - h, Math.max(0, next.y)) };
    map.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
    map.style.setProperty("--zoom", String(1 / zoom));
    for (const [pattern, turn] of hatches) pattern.setAttribute("patternTransform", `${turn} scale(${1 / zoom})`);
    map.classList.toggle("zoomed", zoom > 1);
    map.classList.toggle("near", zoom > 2.2);
  };
  // Keeps the point (x, y) of the drawing where it is on the screen.
  const zoomBy = (by, x = view.x + width / view.zoom / 2, y = view.y + height / view.zoom / 2) => {
    const zoom = Math.min(NEAREST, Math.max(1, view.zoom * by));
    show({ zoom, x: x - (x - view.x) * view.zoom / zoom, y: y - (y - view.y) * view.zoom / zoom });
  };
  const moveBy = (x, y) => show({ zoom: view.zoom, x: view.x + x * width / view.zoom, y: view.y + y * height / view.zoom });
  const at = (event) => {
    const box = map.getBoundingClientRect();
    return [view.x + (event.clientX - box.left) / box.width * width / view.zoom, view.y + (event.clientY - box.top) / box.height * height / view.zoom];
  };

  const tools = document.createElement("div");
  tools.className = "map-tools";
  for (const [sign, name, act] of [["+", "Nearer", () => zoomBy(1.6)], ["−", "Farther", () => zoomBy(1 / 1.6)], ["⤢", "Whole map", () => show({ x: 0, y: 0, zoom: 1 })]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.title = name;
    button.addEventListener("click", act);
    tools.append(button);
  }
  map.parentElement.append(tools);

  map.setAttribute("tabindex", "0");
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => moveBy(-.2, 0), ArrowRight: () => moveBy(.2, 0), ArrowUp: () => moveBy(0, -.2), ArrowDown: () => moveBy(0, .2),
      "+": () => zoomBy(1.6), "=": () => zoomBy(1.6), "-": () => zoomBy(1 / 1.6), "0": () => show({ x: 0, y: 0, zoom: 1 }),
    }[event.key];
    // At full size the arrow keys scroll the page, as ever.
    if (!act || (event.key.startsWith("Arrow") && view.zoom === 1)) return;
    event.preventDefault();
    act();
  });
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && view.zoom === 1 && event.deltaY > 0) return;
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1.25 : 1 / 1.25, ...at(event));
  }, { passive: false });
  map.addEventListener("dblclick", (event) => { event.preventDefault(); zoomBy(2, ...at(event)); });

  let held = null, moved = false;
  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || view.zoom === 1) return;
    held = { x: event.clientX, y: event.clientY, view };
    moved = false;
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = map.getBoundingClientRect();
    const x = (event.clientX - held.x) / box.width, y = (event.clientY - held.y) / box.height;
    if (!moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 4) return;
    if (!moved) map.setPointerCapture(event.pointerId);
    moved = true;
    show({ zoom: view.zoom, x: held.view.x - x * width / view.zoom, y: held.view.y - y * height / view.zoom });
  });
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => { held = null; });
  // What ends a drag is not a click on the mark below it.
  map.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  map.addEventListener("dragstart", (event) => event.preventDefault());

  const light = (name, on) => {
    for (const one of document.querySelectorAll(`[data-for="${CSS.escape(name)}"], [data-spot="${CSS.escape(name)}"], .legs a[href="#${CSS.escape(name)}"]`)) one.classList.toggle("lit", on);
  };
  const named = (target) => {
    const one = target instanceof Element ? target.closest(".mark, .legs a, [data-spot]") : null;
    return one && (one.dataset.for || one.dataset.spot || one.getAttribute("href").slice(1));
  };
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    document.addEventListener(start, (event) => { const name = named(event.target); if (name) light(name, true); });
    document.addEventListener(end, (event) => { const name = named(event.target); if (name) light(name, false); });
  }
})();

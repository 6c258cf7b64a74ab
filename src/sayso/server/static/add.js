// Files can be dropped anywhere on their field; what was chosen is said. Without this, the field is a plain file field.
"use strict";
(() => {
  const drop = document.getElementById("drop");
  const files = document.getElementById("files");
  const chosen = document.getElementById("chosen");
  if (!drop || !files) return;
  const say = () => {
    const names = [...files.files].map((one) => one.name);
    chosen.textContent = names.length ? `${names.length} chosen: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}` : "";
  };
  files.addEventListener("change", say);
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    say();
  });
  // A text that was begun is not to be lost by a slip.
  const text = document.querySelector("textarea[name=text]");
  let sent = false;
  for (const form of document.forms) form.addEventListener("submit", () => { sent = true; });
  addEventListener("beforeunload", (event) => {
    if (!sent && text && text.value.trim() && text.value !== text.defaultValue) event.preventDefault();
  });
})();

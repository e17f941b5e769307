// In a comparison j and k go from change to change.
(() => {
  const changes = [...document.querySelectorAll("[data-change]")];
  if (!changes.length) return;
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  let place = -1;
  document.addEventListener("keydown", ({ key, target, altKey, ctrlKey, metaKey }) => {
    if (!"jk".includes(key) || altKey || ctrlKey || metaKey || target.closest("input, textarea, select")) return;
    place = key === "j" ? Math.min(place + 1, changes.length - 1) : Math.max(place - 1, 0);
    changes[place].focus({ preventScroll: true });
    changes[place].scrollIntoView({ block: "center" });
  });
})();

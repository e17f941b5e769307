// Menus are <details> and open without this. It closes them again: on Escape, and when one looks elsewhere.
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("focusin", ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
})();

// What this browser keeps of unsaved text for the person who signs out goes with them.
document.addEventListener("submit", ({ target }) => {
  for (const person of target.dataset.kept?.split(" ") ?? [])
    for (const name of Object.keys(localStorage)) if (name.startsWith(`${person}.`)) localStorage.removeItem(name);
});

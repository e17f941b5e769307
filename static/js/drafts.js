// In a comparison j and k go from change to change; in the editor "Split" learns where the cursor stands.
(() => {
  const changes = [...document.querySelectorAll("[data-change]")];
  if (changes.length) {
    document.querySelector("[data-keys]")?.removeAttribute("hidden");
    let place = -1;
    document.addEventListener("keydown", ({ key, target, altKey, ctrlKey, metaKey }) => {
      if (!"jk".includes(key) || altKey || ctrlKey || metaKey || target.closest("input, textarea, select")) return;
      place = key === "j" ? Math.min(place + 1, changes.length - 1) : Math.max(place - 1, 0);
      changes[place].focus({ preventScroll: true });
      changes[place].scrollIntoView({ block: "center" });
    });
  }
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches(".edit-para")) return;
    if (submitter?.formAction.endsWith("/split/")) form.elements.at.value = form.elements.text.selectionStart;
    if (!form.classList.contains("htmx-request")) return;
    event.preventDefault(); // a save is under way: its answer carries the revision that this one needs
    form.addEventListener("htmx:afterSettle", () => form.requestSubmit(submitter), { once: true });
  });
})();

// Choosing in whose name an input is works without this. With it long lists can be filtered, and the words follow.
(() => {
  const form = document.getElementById("naming-form");
  if (!form) return;

  for (const boxes of form.querySelectorAll("[data-boxes]")) {
    const labels = [...boxes.querySelectorAll("label.check")];
    const legend = boxes.querySelector("legend");
    const chosen = Object.assign(document.createElement("span"), { className: "boxes-chosen muted" });
    const count = () => {
      const number = labels.filter((label) => label.firstElementChild.checked).length;
      chosen.textContent = number ? ` ${boxes.dataset.chosen.replace("%s", number)}` : "";
    };
    legend.append(chosen);
    boxes.addEventListener("change", count);
    count();
    if (labels.length < 12) continue;
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const filter = Object.assign(document.createElement("input"), {
      type: "search", className: "form-control boxes-filter", placeholder: boxes.dataset.filter, autocomplete: "off",
    });
    filter.setAttribute("aria-label", `${legend.firstChild.textContent}: ${boxes.dataset.filter}`);
    filter.addEventListener("input", () => {
      const asked = plain(filter.value.trim());
      for (const label of labels) label.hidden = !plain(label.textContent).includes(asked);
    });
    filter.addEventListener("change", (event) => event.stopPropagation()); // it chooses nothing
    filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    boxes.querySelector(".boxes-list").before(filter);
  }

  // Words that nobody has changed are composed anew; what was written stays.
  const { wording, composed } = form.elements;
  document.body.addEventListener("htmx:afterSwap", () => {
    const { phrase } = document.getElementById("preview").dataset;
    if (phrase === undefined) return;
    if (wording.value === composed.value) wording.value = phrase;
    composed.value = phrase;
  });

  // Who is signed out is sent to another page; it must not appear inside this one.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== pathInfo.requestPath.split("?")[0])
      event.detail.shouldSwap = false;
  });
})();

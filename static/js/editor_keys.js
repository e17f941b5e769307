// The tools of a paragraph by keys and by dragging; and after a tool one goes on where one was.
(() => {
  const editor = document.querySelector(".editor");
  if (!editor) return;
  const isMac = /Mac/.test(navigator.platform);
  document.querySelector("[data-keys]")?.removeAttribute("hidden");

  function use(form, tool) {
    const button = form.querySelector(`[formaction$="/${tool}/"]`);
    if (button) form.requestSubmit(button);
    return Boolean(button);
  }

  const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };
  function toolOf({ key, altKey, ctrlKey, metaKey, shiftKey }) {
    if (key === "Enter" && ctrlKey && !altKey && !metaKey) return shiftKey ? "before" : "insert";
    return altKey && !metaKey && !shiftKey && ctrlKey === isMac ? ARROWS[key] : "";
  }
  editor.addEventListener("keydown", (event) => {
    const form = event.target.closest(".edit-para");
    const tool = event.target.name === "text" && toolOf(event);
    if (!tool) return;
    event.preventDefault(); // also where there is nothing to do: Alt and ← would leave the page
    use(form, tool);
  });

  // Dragging, by the handle
  let dragged = null;
  const marked = () => editor.querySelector(".drop-before, .drop-after");
  const unmark = () => marked()?.classList.remove("drop-before", "drop-after");
  const ready = () => editor.querySelectorAll(".grip[hidden]").forEach((grip) => grip.removeAttribute("hidden"));
  ready();
  editor.addEventListener("htmx:load", ready);
  editor.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".grip")) return;
    dragged = event.target.closest(".edit-para");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
    event.dataTransfer.setDragImage(dragged, 0, 0);
    dragged.classList.add("dragged");
  });
  editor.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest(".edit-para");
    unmark();
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over.classList.add(event.clientY < top + height / 2 ? "drop-before" : "drop-after");
  });
  editor.addEventListener("drop", (event) => {
    const over = dragged && marked();
    if (!over) return;
    event.preventDefault();
    const others = [...editor.querySelectorAll(".edit-para")].filter((form) => form !== dragged);
    const place = others.indexOf(over) + (over.matches(".drop-after") ? 1 : 0);
    dragged.elements.to.value = place + 1;
    const button = dragged.querySelector("[data-move]");
    button.disabled = false;
    dragged.requestSubmit(button);
  });
  editor.addEventListener("dragend", () => {
    unmark();
    dragged?.classList.remove("dragged");
    dragged = null;
  });

  // After a tool
  const SAID = { up: "moved", down: "moved", move: "moved", insert: "inserted", before: "inserted", delete: "deleted" };
  const came = document.getElementById(window.location.hash.slice(1));
  const [tool, place] = (window.sessionStorage.getItem("tool") ?? "").split(" ");
  window.sessionStorage.removeItem("tool");
  if (!tool || !came?.matches(".edit-para")) return;
  function goOn() {
    const button = place === "" && came.querySelector(`.tools > [formaction$="/${tool}/"], .more [formaction$="/${tool}/"]`);
    const back = button && ["up", "down", "indent", "outdent"].includes(tool);
    if (back) button.closest("details")?.setAttribute("open", "");
    (back ? button : came.elements.text).focus();
    if (place) came.elements.text.setSelectionRange(Number(place), Number(place));
    const said = document.querySelector("[data-announce]");
    said.textContent = editor.dataset[SAID[tool] ?? "done"].replace("{name}", came.dataset.name);
  }
  // Later than the browser goes to the paragraph itself, which takes the focus away.
  window.addEventListener("load", () => window.setTimeout(goOn), { once: true });
})();

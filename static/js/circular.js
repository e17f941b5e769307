// Beside htmx: an answer that is no fragment of ours is not shown, and text that is not saved is not lost.
(() => {
  const form = document.getElementById("letter-form");
  const line = document.getElementById("saved");
  const tell = (reason) => { if (line) line.textContent = line.dataset[reason]; };

  // Who is signed out is sent to another page; it must not appear inside this one.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    if (!xhr.responseURL || new URL(xhr.responseURL).pathname === pathInfo.requestPath.split("?")[0]) return;
    event.detail.shouldSwap = false;
    if (form) tell("signedOut");
    else window.location.reload();
  });
  if (!form || !line) return;

  const isTyped = ({ type, value, defaultValue }) => type !== "hidden" && value !== (defaultValue ?? value);
  const early = [...form.elements].some(isTyped); // typed before this was there
  let edits = early || form.hasAttribute("data-unsaved") ? 1 : 0;
  let saved = 0;
  let sent = 0;
  let busy = false;
  let leaving = false;
  let waiting = null; // a form whose submission waits for the text to be saved

  const unsaved = () => edits !== saved;
  const autosaves = form.hasAttribute("hx-post");

  for (const kind of ["input", "change"])
    form.addEventListener(kind, () => {
      if (kind === "input" && edits++ === saved && autosaves) tell("changed");
    });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) return event.preventDefault();
    [busy, sent] = [true, edits];
  });
  form.addEventListener("htmx:afterRequest", () => {
    busy = false;
    if (line.querySelector("[data-saved]")) saved = sent;
    const [next, submitter] = waiting ?? [];
    waiting = null;
    if (next && (next === form || !unsaved())) next.requestSubmit(submitter);
  });
  form.addEventListener("htmx:responseError", ({ detail }) => tell(detail.xhr.status === 403 ? "refused" : "failed"));
  for (const kind of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(kind, () => tell("offline"));

  // A save under way comes first: else it and the button would each think that the other is someone else.
  document.addEventListener("submit", (event) => {
    const other = event.target !== form;
    if (busy || (other && autosaves && unsaved())) {
      event.preventDefault();
      waiting = [event.target, event.submitter];
      if (!busy) form.dispatchEvent(new Event("save"));
    } else if (!other) leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved() && !leaving) event.preventDefault();
  });
  // htmx, which sends it, is ready a moment before.
  if (early) document.addEventListener("DOMContentLoaded", () => form.dispatchEvent(new Event("save")));
})();

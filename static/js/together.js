// Several people in one draft: who is where is shown, and what others have changed comes into paragraphs that one has
// not touched. Only focus and typing take a paragraph: a page that is left open does not keep its session alive.
(() => {
  if (!window.draftEditor) return;
  const { editor, isTouched } = window.draftEditor;
  const POLL = 10000;
  const RENEW = 20000;
  const taken = new WeakMap(); // form: when it was last taken
  let revision = editor.dataset.revision;

  const forms = () => [...editor.querySelectorAll(".edit-para")];
  const isIn = (form) => form.contains(document.activeElement);

  function show(form, sentence) {
    const note = form.querySelector(".here");
    note.querySelector("span").textContent = sentence;
    note.hidden = !sentence;
    note.querySelector("[data-over]").hidden = !sentence;
  }

  function send(form, values) {
    const body = new URLSearchParams(values);
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    return fetch(`${form.getAttribute("action")}lease/`, { method: "POST", body, headers, keepalive: true });
  }
  async function take(form, values = {}) {
    taken.set(form, Date.now());
    const answer = await send(form, values).catch(() => null);
    if (answer?.ok && !answer.redirected) show(form, (await answer.json()).here);
  }
  const leave = (form) => {
    if (!taken.delete(form)) return;
    send(form, { back: 1 }).catch(() => {}); // it ends by itself
  };
  editor.addEventListener("focusin", ({ target }) => {
    const form = target.closest(".edit-para");
    if (form && !taken.has(form)) take(form);
  });
  editor.addEventListener("input", ({ target }) => {
    const form = target.closest(".edit-para");
    if (Date.now() - (taken.get(form) ?? 0) > RENEW) take(form);
  });
  editor.addEventListener("focusout", ({ target, relatedTarget }) => {
    const form = target.closest(".edit-para");
    if (form && !form.contains(relatedTarget) && document.hasFocus()) leave(form);
  });
  editor.addEventListener("click", ({ target }) => {
    if (!target.matches("[data-over]")) return;
    const form = target.closest(".edit-para");
    take(form, { over: 1 });
    form.elements.text.focus();
  });
  window.addEventListener("pagehide", () => forms().forEach(leave));

  // A paragraph that somebody else has saved: as it now is or, where one is writing, with a word that it has changed.
  async function refresh(form) {
    const answer = await fetch(`${form.getAttribute("action")}now/`, { headers: { "HX-Request": "true" } });
    const html = answer.ok && !answer.redirected ? await answer.text() : "";
    if (!html.includes("edit-para") || isTouched(form) || isIn(form)) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = document.importNode(page.querySelector(".edit-para"), true);
    form.replaceWith(fresh);
    window.htmx.process(fresh);
    fresh.querySelector(".grip").hidden = false;
    fresh.classList.add("refreshed");
  }
  function tell(form) {
    const state = form.querySelector(".edit-state");
    if (state.querySelector(".changed, .alert")) return;
    const told = document.createElement("p");
    told.className = "changed";
    told.textContent = editor.dataset.changed;
    state.append(told);
  }
  function tellAll(sentence) {
    const told = editor.querySelector("[data-told]");
    told.querySelector("span").textContent = sentence;
    told.hidden = false;
  }

  async function catchUp(paragraphs) {
    const here = new Map(forms().map((form) => [form.dataset.key, form]));
    const keys = paragraphs.map(([key]) => key);
    if (keys.join() !== [...here.keys()].join()) tellAll(editor.dataset.rearranged);
    let isWhole = true;
    for (const [key, now] of paragraphs) {
      const form = here.get(key);
      if (!form || Number(form.elements.revision.value) >= now) continue;
      if (isTouched(form) || isIn(form)) {
        isWhole = false;
        tell(form);
      } else await refresh(form);
    }
    return isWhole;
  }

  async function poll() {
    if (document.visibilityState !== "visible") return;
    const url = `${editor.dataset.presence}?revision=${revision}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    for (const form of forms()) show(form, told.here[form.dataset.key] ?? "");
    if (told.closed) tellAll(told.closed);
    if (!told.paragraphs || (await catchUp(told.paragraphs))) revision = told.revision;
  }
  const again = () => poll().catch(() => {}).finally(() => window.setTimeout(again, POLL));
  window.setTimeout(again, POLL);
})();

// In the editor nothing that is typed goes lost: a save that does not get through is told at its paragraph and sent
// again; a tool or a link waits until all paragraphs are saved.
(() => {
  const editor = document.querySelector(".editor");
  if (!editor || !window.htmx) return;
  const AGAIN = 10000;
  const BASE = ["revision", "base", "base_form", "base_footnotes", "base_alternative"];
  const unsaved = new Map(); // form: how often it was changed since the page was opened
  const sent = new WeakMap(); // form: how often it had been changed when it was sent
  const sentData = new WeakMap(); // form: what was sent
  let leaving = false;
  window.htmx.config.timeout = 20000;

  function tell(form, name) {
    const told = document.createElement("p");
    told.className = "alert alert-error not-saved";
    told.setAttribute("role", "alert");
    told.textContent = editor.dataset[name];
    const state = form.querySelector(".edit-state");
    state.querySelector(".saved, .not-saved")?.remove();
    state.append(told);
    if (name !== "refused") window.setTimeout(() => unsaved.has(form) && save(form), AGAIN);
  }

  // One attempt to save a paragraph.
  const save = (form) =>
    new Promise((resolve) => {
      form.addEventListener("htmx:afterRequest", () => resolve(), { once: true });
      window.htmx.trigger(form, "save-now");
    });
  const saveAll = async () => {
    for (let round = 0; unsaved.size && round < 2; round += 1) await Promise.all([...unsaved.keys()].map(save));
    const [left] = unsaved.keys();
    left?.querySelector("textarea").focus(); // what stands in the way stands there
    return !left;
  };

  // The token of the page is old once one has signed in again.
  async function renewToken() {
    const answer = await fetch(window.location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(".edit-para [name=csrfmiddlewaretoken]")?.value;
    if (!token) return page.querySelector("[name=login]") ? "signedOut" : "refused";
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return "";
  }

  // The server has joined what was sent with what others wrote, or set the opening words in italics. It comes into the
  // fields; but if one has gone on typing, they stay, and what was sent is what the next save is compared with.
  function takeOver(form) {
    const fields = form.elements;
    if (!unsaved.has(form)) {
      const { selectionStart, selectionEnd } = fields.text;
      fields.text.value = fields.base.value;
      fields.form.value = fields.base_form.value;
      fields.footnotes.value = fields.base_footnotes.value;
      if (fields.alternative) fields.alternative.checked = Boolean(fields.base_alternative);
      if (document.activeElement === fields.text) fields.text.setSelectionRange(selectionStart, selectionEnd);
      return;
    }
    const was = sentData.get(form);
    fields.revision.value = was.get("revision");
    fields.base.value = was.get("text");
    fields.base_form.value = was.get("form");
    fields.base_footnotes.value = was.get("footnotes");
    fields.base_alternative?.remove();
    if (was.get("alternative")) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "base_alternative" });
      field.value = "1";
      form.querySelector(".edit-state").append(field);
    }
  }

  const changed = (form) => unsaved.set(form, (unsaved.get(form) ?? 0) + 1);
  editor.addEventListener("input", ({ target }) => changed(target.closest(".edit-para")));
  // Who leaves a paragraph has written it for now: its opening words can be set.
  editor.addEventListener("focusout", ({ target, relatedTarget }) => {
    const form = target.closest(".edit-para");
    if (form && !form.contains(relatedTarget) && form.dataset.typed) {
      delete form.dataset.typed;
      if (!leaving) save(form);
    }
  });
  // htmx sends a form to where the button leads that was pressed last: a save must not do the work of a tool.
  editor.addEventListener("htmx:configRequest", ({ detail }) => {
    const { elt: form, formData } = detail;
    detail.path = form.getAttribute("hx-post");
    formData.delete("over");
    formData.delete("theirs");
    const isTyping = document.activeElement === form.elements.text;
    formData.set("settled", isTyping ? "" : "1");
    if (isTyping) form.dataset.typed = "1";
    sentData.set(form, new Map(formData.entries()));
  });
  editor.addEventListener("htmx:beforeRequest", ({ target }) => sent.set(target, unsaved.get(target)));
  editor.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt: form } = detail.requestConfig;
    if (detail.xhr.status === 200 && !detail.xhr.responseText.includes("edit-state")) {
      detail.shouldSwap = false; // the page of the sign-in
      tell(form, "signedOut");
    } else if (detail.xhr.responseText.includes('class="saved"') && sent.get(form) === unsaved.get(form)) {
      unsaved.delete(form);
    }
  });
  editor.addEventListener("htmx:afterSwap", ({ detail }) => {
    const { elt: form } = detail.requestConfig;
    if (form.querySelector(".edit-state[data-taken]")) takeOver(form);
  });
  editor.addEventListener("htmx:sendError", ({ detail }) => tell(detail.requestConfig.elt, "offline"));
  editor.addEventListener("htmx:timeout", ({ detail }) => tell(detail.requestConfig.elt, "offline"));
  editor.addEventListener("htmx:responseError", async ({ detail }) => {
    const { elt: form } = detail.requestConfig;
    if (detail.xhr.status !== 403) return tell(form, detail.xhr.status === 404 ? "refused" : "failed");
    const reason = await renewToken().catch(() => "offline");
    if (reason) tell(form, reason);
    else save(form);
  });
  // What was typed before this was there is saved too; htmx, which sends it, is ready a moment before.
  document.addEventListener("DOMContentLoaded", () => {
    for (const form of editor.querySelectorAll(".edit-para"))
      if ([form.elements.text, form.elements.footnotes].some(({ value, defaultValue }) => value !== defaultValue)) {
        changed(form);
        save(form);
      }
  });
  const again = () => leaving || unsaved.forEach((_count, form) => save(form));
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", again);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size && !leaving) event.preventDefault();
  });

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const isParagraph = form.matches(".edit-para");
    const tool = submitter?.formAction.split("/").at(-2);
    if (isParagraph && tool === "split") form.elements.at.value = form.elements.text.selectionStart;
    if (["over", "theirs"].includes(submitter?.name)) unsaved.delete(form); // one has read the texts, and decided
    if (!unsaved.size && !form.matches(".htmx-request")) {
      leaving = true;
      const place = document.activeElement === form.elements.text ? form.elements.text.selectionStart : "";
      window.sessionStorage.setItem("tool", isParagraph ? `${tool} ${place}` : "");
      return;
    }
    event.preventDefault();
    if (form.matches(".htmx-request"))
      await new Promise((resolve) => form.addEventListener("htmx:afterSettle", resolve, { once: true }));
    if (await saveAll()) form.requestSubmit(submitter);
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]:not([target], [download])");
    if (!link || !unsaved.size || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (await saveAll()) window.location.assign(link.href);
  });
  window.draftEditor = { editor, isTouched: (form) => unsaved.has(form) || form.matches(".htmx-request") };
})();

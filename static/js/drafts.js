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

// In the editor nothing that is typed goes lost: a save that does not get through is told at its paragraph and sent
// again; a tool or a link waits until all paragraphs are saved.
(() => {
  const editor = document.querySelector(".editor");
  if (!editor || !window.htmx) return;
  const AGAIN = 10000;
  const unsaved = new Map(); // form: how often it was changed since the page was opened
  const sent = new WeakMap(); // form: how often it had been changed when it was sent
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

  editor.addEventListener("input", ({ target }) => {
    const form = target.closest(".edit-para");
    unsaved.set(form, (unsaved.get(form) ?? 0) + 1);
  });
  // htmx sends a form to where the button leads that was pressed last: a save must not do the work of a tool.
  editor.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.path = detail.elt.getAttribute("hx-post");
    detail.formData.delete("over");
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
  editor.addEventListener("htmx:sendError", ({ detail }) => tell(detail.requestConfig.elt, "offline"));
  editor.addEventListener("htmx:timeout", ({ detail }) => tell(detail.requestConfig.elt, "offline"));
  editor.addEventListener("htmx:responseError", async ({ detail }) => {
    const { elt: form } = detail.requestConfig;
    if (detail.xhr.status !== 403) return tell(form, detail.xhr.status === 404 ? "refused" : "failed");
    const reason = await renewToken().catch(() => "offline");
    if (reason) tell(form, reason);
    else save(form);
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
    if (submitter?.name === "over") unsaved.delete(form); // one has read the two texts, and decided
    if (!unsaved.size && !form.matches(".htmx-request")) {
      leaving = true;
      window.sessionStorage.setItem("tool", isParagraph ? tool : "");
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

  // After a tool one goes on where one was: moving at the same button, else in the text.
  const came = document.getElementById(window.location.hash.slice(1));
  const tool = window.sessionStorage.getItem("tool");
  window.sessionStorage.removeItem("tool");
  if (!tool || !came?.matches(".edit-para")) return;
  const moved = ["up", "down"].includes(tool) && came.querySelector(`[formaction$="/${tool}/"]`);
  // Later than the browser goes to the paragraph itself, which takes the focus away.
  window.addEventListener("load", () => window.setTimeout(() => (moved || came.elements.text).focus()), { once: true });
})();

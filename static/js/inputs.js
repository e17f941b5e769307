// Writing an input: what is typed is saved by itself. Without this the button saves.
// It tells the others by events of the form: "unsaved" with each change, "saved" with what the portal answered.
const form = document.getElementById("input-form");
const line = document.getElementById("saved");
const words = document.getElementById("words");
const PAUSE = 1500; // after the last key, until it is saved
const AGAIN = 10000; // after a save that did not get through, until it is tried again
const PATIENCE = 20000; // with a save that is under way

const tell = (name, detail = "", more = "") => {
  line.replaceChildren();
  const strong = document.createElement("strong");
  strong.className = name === "saved" ? "saved-yes" : "saved-no";
  if (name === "changed" || name === "saving") return line.append(line.dataset[name]);
  strong.textContent = name === "saved" ? `${line.dataset.saved} ${detail}` : line.dataset[name];
  line.append(strong);
  if (name === "notSaved") line.append(` ${detail} ${line.dataset.kept}`);
  if (more) line.append(` ${more}`);
  if (name === "signedOut") line.append(" ", signIn());
};

function signIn() {
  const link = document.createElement("a");
  link.href = `${line.dataset.signInAddress}?next=${encodeURIComponent(window.location.pathname)}`;
  link.target = "_blank";
  link.textContent = line.dataset.signIn;
  return link;
}

function watch() {
  const { autosave } = form.dataset;
  const early = [...form.querySelectorAll("textarea[data-html]")].some((box) => box.value !== box.defaultValue);
  let edits = early || form.hasAttribute("data-unsaved") ? 1 : 0; // some may have been typed before this was there
  let saved = 0;
  let timer = 0;
  let under = null; // the save that is under way
  let tried = []; // what was sent with no answer: it may have been saved all the same
  let others = ""; // what to say of what someone else has written meanwhile
  let leaving = 0; // when the page was left

  // The token of the page is old once one has signed in again: ask for the page, and take its token.
  // Gives what stands in the way, "" if nothing.
  async function renewToken() {
    const answer = await fetch(window.location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#input-form [name=csrfmiddlewaretoken]")?.value;
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    else return answer.redirected && page.querySelector("[name=login]") ? "signedOut" : "refused";
    return "";
  }

  function send() {
    const body = new FormData(form);
    body.append("box", document.activeElement?.closest(".box")?.querySelector("textarea")?.name ?? "");
    for (const [name, text] of tried) if (body.get(name) !== text) body.append(`tried_${name}`, text);
    return fetch(autosave, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  }

  // What was saved is what the boxes and choices stand on from now.
  function standOn(said, chosen, texts) {
    form.elements.revision.value = said.revision;
    for (const [name, value] of Object.entries({ ...said.was, ...said.base })) form.elements[name].value = value;
    for (const name of ["language", "visibility"]) form.elements[`initial-${name}`].value = chosen[name];
    words.textContent = said.words;
    tried = [];
    const left = Object.entries(said.texts).filter(([name, stands]) => !takeOver(name, stands, texts.get(name)));
    others = left.length ? line.dataset.others : "";
    if (said.merged) others = line.dataset.merged;
    else if (said.others && !left.length) others = line.dataset.fresh;
    form.dispatchEvent(new CustomEvent("saved", { detail: { said, texts } }));
  }

  // What others have written comes into its box, unless that was changed since it was sent: then the next save merges.
  function takeOver(name, { html, was }, sent) {
    const box = form.elements[name];
    const take = new CustomEvent("take", { cancelable: true, detail: { html } });
    if (box.value !== sent || box.dispatchEvent(take)) return false; // nobody took it
    form.elements[`was_${name}`].value = was;
    form.elements[`base_${name}`].value = html;
    return true;
  }

  // Gives "saved", or the name of what stood in the way.
  async function save() {
    const sent = edits;
    const chosen = { language: form.elements.language.value, visibility: form.elements.visibility.value };
    const boxes = [...form.querySelectorAll("textarea[data-html]")];
    const texts = new Map(boxes.map(({ name, value }) => [name, value]));
    try {
      let answer = await send();
      if (answer.status === 403) {
        const reason = await renewToken();
        if (reason) return reason;
        answer = await send();
      }
      if (answer.redirected) return "signedOut";
      if (answer.status === 403 || answer.status === 404) return "refused";
      if (answer.status === 409) return "conflict";
      if (!answer.headers.get("Content-Type")?.includes("json")) return "failed";
      const said = await answer.json();
      if (!answer.ok) return ["notSaved", said.reason];
      standOn(said, chosen, texts);
      saved = sent;
      return edits === saved ? ["saved", said.saved, others] : "changed";
    } catch {
      tried = [...tried, ...texts].slice(-3 * texts.size);
      return "offline";
    }
  }

  async function saveNow() {
    window.clearTimeout(timer);
    while (under) await under;
    if (edits === saved) return "saved";
    under = save();
    const [name, ...details] = [await under].flat();
    under = null;
    tell(name, ...details);
    if (["offline", "failed", "signedOut"].includes(name)) timer = window.setTimeout(saveNow, AGAIN);
    return name;
  }

  // What did not get through goes again by itself: when there is a network, when one comes back from signing in,
  // and when one turns to something else on the telephone.
  const saveAgain = () => {
    if (autosave && !leaving && edits !== saved) saveNow();
  };
  window.addEventListener("online", saveAgain);
  window.addEventListener("focus", saveAgain);
  document.addEventListener("visibilitychange", saveAgain);

  for (const kind of ["input", "change"])
    form.addEventListener(kind, ({ target }) => {
      if (kind === "change" && target.tagName !== "SELECT") return;
      if (edits++ === saved && autosave) tell("changed");
      form.dispatchEvent(new CustomEvent("unsaved"));
      window.clearTimeout(timer);
      if (autosave) timer = window.setTimeout(saveNow, PAUSE);
    });

  // The button goes on once the text is safe; whoever is signed out stays here with it.
  let safe = false;
  form.addEventListener("submit", async (event) => {
    if (safe || !autosave || (edits === saved && !under)) {
      safe = false;
      if (Date.now() - leaving < AGAIN) event.preventDefault(); // pressed twice
      else leaving = Date.now();
      return;
    }
    event.preventDefault();
    tell("saving");
    let said = await saveNow();
    while (said === "changed") said = await saveNow();
    if (!["saved", "conflict", "notSaved"].includes(said)) return;
    safe = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (edits !== saved && !leaving) event.preventDefault();
  });
  if (early) saveAgain();
}

if (form && line) {
  watch();
}

// Writing an input: each box becomes a small prose editor, and what is typed is saved by itself.
// Without this the boxes are plain textareas and the buttons work.
const form = document.getElementById("input-form");
const line = document.getElementById("saved");
const words = document.getElementById("words");
const toolbar = document.getElementById("toolbar");
const PAUSE = 1500; // after the last key, until it is saved
const AGAIN = 10000; // after a save that did not get through, until it is tried again
const PATIENCE = 20000; // with a save that is under way

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
};

// Word writes a list as paragraphs with a sign before each, and a footnote as a link within its own file.
function fromWord(html) {
  if (!/mso-|MsoFootnote/.test(html)) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const anchor of page.querySelectorAll("a[name], a[href^='#']")) anchor.replaceWith(...anchor.childNodes);
  for (const item of page.querySelectorAll("p[style*='mso-list:']")) {
    const sign = item.querySelector("[style*='mso-list:Ignore']");
    if (sign) intoList(page, item, sign);
  }
  return page.body.innerHTML;
}

function intoList(page, item, sign) {
  const name = /^\w+[.)]/.test(sign.textContent.trim()) ? "ol" : "ul";
  const level = Number(/level(\d)/.exec(item.getAttribute("style"))?.[1] ?? 1);
  const newList = () => Object.assign(page.createElement(name), { className: "word" });
  let list = item.previousElementSibling;
  if (!list?.matches(level > 1 ? ".word" : `${name}.word`)) item.before((list = newList()));
  for (let depth = 1; depth < level && list.lastElementChild; depth += 1) {
    const last = list.lastElementChild;
    list = last.lastElementChild?.matches(".word") ? last.lastElementChild : last.appendChild(newList());
  }
  sign.remove();
  list.appendChild(page.createElement("li")).append(item);
}

// What one types as the address of a link: "un.org" and "name@mission.org" too.
function asAddress(typed) {
  const address = typed.trim();
  if (!address || /^(https?:\/\/|mailto:)/i.test(address)) return address;
  return /^[^\s/@]+@[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}

function editorIn(textarea, kit) {
  const place = document.createElement("div");
  place.className = "prose";
  const tools = toolbar.content.firstElementChild.cloneNode(true);
  place.append(tools);
  textarea.before(place);
  textarea.hidden = true;
  textarea.value = textarea.dataset.html;
  const editor = new kit.Editor({
    element: place,
    injectCSS: false, // the policy allows no style in the page; ours stands in inputs.css
    extensions: [
      kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.BulletList, kit.OrderedList,
      kit.ListItem, kit.Link.configure({ openOnClick: false }), kit.History,
    ],
    content: textarea.dataset.html,
    editorProps: {
      transformPastedHTML: fromWord,
      attributes: {
        class: "doc", role: "textbox", "aria-multiline": "true", "aria-labelledby": `label-${textarea.id}`,
        dir: "auto", lang: textarea.lang, spellcheck: "true",
      },
    },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  useTools(editor, tools);
}

function useTools(editor, tools) {
  const link = tools.querySelector(".tool-link");
  const address = link.querySelector("input");
  const setLink = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    const href = asAddress(address.value);
    (href ? chain.setLink({ href }) : chain.unsetLink()).run();
    link.hidden = true;
  };
  // A tool that is pressed leaves the focus, and what is typed next, in the text.
  tools.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault();
  });
  tools.addEventListener("click", ({ target }) => {
    const mark = target.closest("[data-mark]")?.dataset.mark;
    if (mark === "link") {
      link.hidden = !link.hidden;
      address.value = editor.getAttributes("link").href ?? "";
      if (!link.hidden) address.focus();
    } else if (mark) COMMANDS[mark](editor.chain().focus()).run();
    else if (target.closest("button")) setLink();
  });
  address.addEventListener("input", (event) => event.stopPropagation());
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    setLink();
  });
  const show = () => {
    for (const tool of tools.querySelectorAll("[data-mark]"))
      tool.setAttribute("aria-pressed", String(editor.isActive(tool.dataset.mark)));
  };
  editor.on("transaction", show);
  show();
}

async function openEditors() {
  try {
    const kit = await import(form.dataset.editor);
    const boxes = [...form.querySelectorAll("textarea[data-html]")];
    // What was typed before the editor was there stays a plain text, in all boxes.
    if (boxes.some((box) => box.value !== box.defaultValue)) return;
    for (const box of boxes) editorIn(box, kit);
    form.elements.format.value = "html";
  } catch (error) {
    console.error(error); // the textareas are still there
  }
}

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
  let edits = form.hasAttribute("data-unsaved") ? 1 : 0;
  let saved = 0;
  let timer = 0;
  let under = null; // the save that is under way
  let tried = []; // what was sent with no answer: it may have been saved all the same
  let others = false; // someone else has written in this input meanwhile
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
    for (const [name, text] of tried) if (body.get(name) !== text) body.append(`tried_${name}`, text);
    return fetch(autosave, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  }

  // What was saved is what the boxes and choices stand on from now.
  function standOn(said, sent) {
    form.elements.revision.value = said.revision;
    for (const [name, was] of Object.entries(said.was)) form.elements[name].value = was;
    for (const name of ["language", "visibility"]) form.elements[`initial-${name}`].value = sent[name];
    words.textContent = said.words;
    others = said.others;
    tried = [];
  }

  // Gives "saved", or the name of what stood in the way.
  async function save() {
    const sent = edits;
    const chosen = { language: form.elements.language.value, visibility: form.elements.visibility.value };
    const texts = [...form.querySelectorAll("textarea[data-html]")].map(({ name, value }) => [name, value]);
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
      standOn(said, chosen);
      saved = sent;
      return edits === saved ? ["saved", said.saved, others ? line.dataset.others : ""] : "changed";
    } catch {
      tried = [...tried, ...texts].slice(-3 * texts.length);
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
}

if (form && line) {
  watch();
  openEditors();
}

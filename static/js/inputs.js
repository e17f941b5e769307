// Writing an input: each box becomes a small prose editor, and what is typed is saved by itself.
// Without this the boxes are plain textareas and the buttons work.
const form = document.getElementById("input-form");
const line = document.getElementById("saved");
const words = document.getElementById("words");
const toolbar = document.getElementById("toolbar");
const PAUSE = 1500;

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
};

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
    (address.value ? chain.setLink({ href: address.value }) : chain.unsetLink()).run();
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

const tell = (name, detail = "") => {
  line.replaceChildren();
  const strong = document.createElement("strong");
  strong.className = name === "saved" ? "saved-yes" : "saved-no";
  if (name === "changed") return line.append(line.dataset.changed);
  strong.textContent = name === "saved" ? `${line.dataset.saved} ${detail}` : line.dataset[name];
  line.append(strong);
  if (name === "notSaved") line.append(` ${detail} ${line.dataset.kept}`);
};

function watch() {
  const { autosave } = form.dataset;
  let edits = form.hasAttribute("data-unsaved") ? 1 : 0;
  let saved = 0;
  let timer = 0;
  let under = null; // the save that is under way
  let leaving = false;

  // The token of the page is old once one has signed in again: ask for the page, and take its token.
  async function renewToken() {
    const answer = await fetch(window.location.pathname, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#input-form [name=csrfmiddlewaretoken]")?.value;
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    return Boolean(token);
  }

  const send = () => fetch(autosave, { method: "POST", body: new FormData(form), credentials: "same-origin" });

  // Gives "saved", or the name of what stood in the way.
  async function save() {
    const sent = edits;
    try {
      let answer = await send();
      if (answer.status === 403 && (await renewToken())) answer = await send();
      if (answer.redirected) return "signedOut";
      if (answer.status === 403 || answer.status === 404) return "refused";
      if (answer.status === 409) return "conflict";
      if (!answer.headers.get("Content-Type")?.includes("json")) return "failed";
      const said = await answer.json();
      if (!answer.ok) return ["notSaved", said.reason];
      form.elements.revision.value = said.revision;
      words.textContent = said.words;
      saved = sent;
      return edits === saved ? ["saved", said.saved] : "changed";
    } catch {
      return "offline";
    }
  }

  async function saveNow() {
    window.clearTimeout(timer);
    while (under) await under;
    if (edits === saved) return "saved";
    under = save();
    const said = await under;
    under = null;
    tell(...[said].flat());
    return [said].flat()[0];
  }

  for (const kind of ["input", "change"])
    form.addEventListener(kind, ({ target }) => {
      if (kind === "change" && target.tagName !== "SELECT") return;
      if (edits++ === saved && autosave) tell("changed");
      window.clearTimeout(timer);
      if (autosave) timer = window.setTimeout(saveNow, PAUSE);
    });

  // The button goes on once the text is safe; whoever is signed out stays here with it.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    if (!autosave || (edits === saved && !under)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    let said = await saveNow();
    while (said === "changed") said = await saveNow();
    if (!["saved", "conflict", "notSaved"].includes(said)) return;
    leaving = true;
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

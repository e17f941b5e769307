// Each box becomes a small prose editor. Without this the boxes are plain textareas and all else works.
const form = document.getElementById("input-form");
const toolbar = document.getElementById("toolbar");

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
  textarea.read = editor.isEmpty ? "" : editor.getHTML(); // the text as this editor writes it
  useTools(editor, tools);
  listen(textarea, editor, kit);
}

// What others have written comes in where it stands, and the cursor stays where one writes. "typed" is a text that the
// person puts back: it counts as typed.
function listen(textarea, editor, kit) {
  textarea.addEventListener("take", (event) => {
    event.preventDefault(); // it is taken
    const { html, typed } = event.detail;
    const doc = kit.createDocument(html, editor.schema);
    let { tr } = editor.state;
    replaceChanged(tr, editor.state.doc, doc);
    if (!tr.doc.eq(doc)) tr = editor.state.tr.replaceWith(0, editor.state.doc.content.size, doc.content);
    if (!typed) tr.setMeta("addToHistory", false).setMeta("preventUpdate", true);
    editor.view.dispatch(tr);
    if (!typed) textarea.value = html;
  });
}

// Only what differs, block by block where there are as many, so that what stands keeps its cursor.
function replaceChanged(tr, from, to) {
  if (from.childCount !== to.childCount) return replaceIn(tr, from.content, to.content, 0);
  let end = from.content.size;
  for (let place = from.childCount - 1; place >= 0; place -= 1) {
    const [one, other] = [from.child(place), to.child(place)];
    end -= one.nodeSize;
    if (one.eq(other)) continue;
    if (one.sameMarkup(other)) replaceIn(tr, one.content, other.content, end + 1);
    else tr.replaceWith(end, end + one.nodeSize, other);
  }
}

function replaceIn(tr, from, to, offset) {
  const start = from.findDiffStart(to);
  if (start === null) return;
  let { a, b } = from.findDiffEnd(to);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  tr.replace(offset + start, offset + a, tr.doc.type.create(null, to).slice(start, b));
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
    form.dispatchEvent(new CustomEvent("editors"));
  } catch (error) {
    console.error(error); // the textareas are still there
  }
}

if (form) openEditors();

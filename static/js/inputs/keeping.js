// What is not saved yet is kept in this browser, so that a lost network, an ended session or a crash loses nothing.
// Where writing has ended meanwhile, it is shown to be copied.
// It lies encrypted; the key comes from the portal after sign-in and is never stored (submissions/keeping.py).
// Where the browser cannot encrypt (no https), nothing is kept.
const form = document.getElementById("input-form");
const template = document.getElementById("kept");
const left = document.getElementById("left");
const PAUSE = 300;
const boxes = () => [...form.querySelectorAll("textarea[data-html]")];

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// A place to keep things in: seals under the first key, opens under any.
async function place({ name, key }) {
  const secret = await crypto.subtle.importKey("raw", fromBase64(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const additionalData = new TextEncoder().encode(name);
  return {
    name,
    async seal(value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, secret, text);
      return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
    },
    async open(text) {
      const [iv, sealed] = text.split(".").map(fromBase64);
      return JSON.parse(
        new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, secret, sealed)),
      );
    },
  };
}

// Everything of this input, from this and from earlier pages, as entries {box, html, was, base, at}.
async function found(places) {
  const [entries, names] = [[], []];
  for (const { name, open } of places)
    for (const stored of Object.keys(localStorage).filter((each) => each.startsWith(`${name}.`))) {
      try {
        entries.push(...(await open(localStorage.getItem(stored))));
        names.push(stored);
      } catch {
        // another key: it stays for whom it belongs to
      }
    }
  return [entries, names];
}

function entryOf(box, at) {
  const [was, base] = ["was", "base"].map((kind) => form.elements[`${kind}_${box.name}`].value);
  return { box: box.name, html: box.value, was, base, at };
}

function keep(places, entries, names) {
  const mine = `${places[0].name}.${crypto.randomUUID()}`;
  const bound = form.hasAttribute("data-unsaved");
  const stands = new Map(boxes().map((box) => [box.name, bound ? form.elements[`base_${box.name}`].value : box.value]));
  const since = new Map();
  let undecided = entries;
  let timer = 0;
  let signedOut = 0;
  let writing = Promise.resolve();

  const unsaved = () => boxes().filter(({ name, value }) => value !== stands.get(name));
  async function store() {
    const now = unsaved().map((box) => entryOf(box, since.get(box.name) ?? new Date().toISOString()));
    const sealed = now.length + undecided.length ? await places[0].seal([...undecided, ...now]) : "";
    if (Date.now() - signedOut < 3000) return; // what was wiped stays so
    if (sealed) localStorage.setItem(mine, sealed);
    else localStorage.removeItem(mine);
  }
  const storeNow = () => {
    window.clearTimeout(timer);
    writing = writing.then(store).catch(console.error); // a full storage keeps nothing, and stops nobody
    return writing;
  };
  const forget = (entry) => {
    undecided = undecided.filter((each) => each !== entry);
    return storeNow();
  };
  const offer = (entry) => {
    const box = form.elements[entry.box];
    show(entry, box, {
      back() {
        if (unsaved().includes(box)) undecided.push(offer(entryOf(box, new Date().toISOString())));
        for (const kind of ["was", "base"]) form.elements[`${kind}_${entry.box}`].value = entry[kind];
        box.dispatchEvent(new CustomEvent("take", { detail: { html: entry.html, typed: true } }));
        forget(entry);
      },
      discard: () => forget(entry),
    });
    return entry;
  };

  const isNews = ({ box, html }) => form.elements[box] && ![form.elements[box].value, form.elements[box].read].includes(html);
  undecided = entries.filter(isNews);
  undecided.forEach(offer);
  storeNow().then(() => names.forEach((name) => localStorage.removeItem(name)));

  form.addEventListener("unsaved", () => {
    for (const { name } of unsaved()) if (!since.has(name)) since.set(name, new Date().toISOString());
    window.clearTimeout(timer);
    timer = window.setTimeout(storeNow, PAUSE);
  });
  form.addEventListener("saved", ({ detail: { said, texts } }) => {
    since.clear();
    for (const { name, value } of boxes()) stands.set(name, said.texts[name]?.html === value ? value : texts.get(name));
    storeNow();
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.kept) signedOut = Date.now();
  });
}

// The text of an entry, and since when it was not saved, in their places within a part of the page.
function write({ html, at }, part) {
  const time = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const since = part.querySelector("[data-since]");
  since.textContent = since.dataset.since.replace("%(time)s", time);
  const text = part.querySelector(".kept-text");
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("p")) {
    const line = document.createElement("p");
    line.textContent = part.textContent;
    text.append(line);
  }
  if (!text.childElementCount) text.textContent = text.dataset.empty;
  return text;
}

function show(entry, box, { back, discard }) {
  const alert = template.content.firstElementChild.cloneNode(true);
  write(entry, alert);
  for (const [name, decide] of Object.entries({ back, discard }))
    alert.querySelector(`[data-kept-${name}]`).addEventListener("click", () => {
      alert.remove();
      decide();
      box.parentElement.querySelector(".ProseMirror")?.focus();
    });
  box.closest(".box-answer").prepend(alert);
}

function showLeft(entries, names) {
  for (const entry of entries) {
    const article = left.querySelector(`[data-box="${entry.box}"]`);
    if (!article) continue;
    const part = article.querySelector("template").content.cloneNode(true);
    const text = write(entry, part);
    part.querySelector("button").addEventListener("click", async ({ target }) => {
      try {
        await navigator.clipboard.writeText([...text.children].map((line) => line.textContent).join("\n\n"));
        target.textContent = target.dataset.copied;
      } catch {
        window.getSelection().selectAllChildren(text); // the browser forbids it: one copies by hand
      }
    });
    article.append(part);
    article.hidden = left.hidden = false;
  }
  left.querySelector("[data-left-discard]").addEventListener("click", () => {
    names.forEach((name) => localStorage.removeItem(name));
    left.hidden = true;
  });
}

async function begin() {
  if (!window.isSecureContext || !crypto.subtle) return;
  try {
    const answer = await fetch((form ?? left).dataset.key, { headers: { "X-Background": "1" } });
    if (!answer.ok || answer.redirected) return;
    const places = await Promise.all((await answer.json()).kept.map(place));
    const kept = await found(places);
    if (form) keep(places, ...kept);
    else showLeft(...kept);
  } catch (error) {
    console.warn(error); // no storage, or no portal: nothing is kept, and writing goes on
  }
}

if (left) begin();
if (form?.dataset.key && template) form.addEventListener("editors", begin, { once: true });

// The one script behind every page. Python sends HTML, this puts it into the document without
// disturbing what a person is typing, and sends back what was done: {n, do, args}. Python answers
// each message with {ack: n}, or {ack: n, error}. Nothing here decides anything.
//
//   data-do="name"       click            data-args='{"id": 1}'  goes along with any of them
//   data-change="name"   input, select, textarea, checkbox: value goes along; typing saves itself
//   data-submit="name"   form: its fields go along, by name
//   data-drag="id"       may be dragged onto data-drop="name" (dragged, before go along)
//   data-keys='{"Alt+ArrowLeft": "name"}'
//   data-upload="name"   file input or drop zone: the file goes along in pieces
//   data-go="page?query" link to another step, without a reload
//   data-confirm="words" asks before it does       data-copy="text" copies
//   data-key="n"         is clicked by this key, wherever the focus is, while nobody types
//   data-beside="id"     stands beside the field with this id, or the one text of its data-thing
//   data-fit             is made smaller until the page needs no scrolling
//   data-own             this script, not Python, keeps the content
//   data-ends="1700000000" a clock counts down to this time (in its data-own child)
const TYPING = 600;
const PATIENCE = 12000;
const PIECE = 512 * 1024;
const TEXTS = new Set(["text", "search", "number", "email", "tel", "url", "date", "textarea"]);
const store = (area) => { try { return window[area]; } catch { return null; } };

function visitor() {
  const box = store("localStorage");
  let id = box?.getItem("jk-visitor");
  if (!id) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(9)), (b) => b.toString(16).padStart(2, "0")).join("");
    box?.setItem("jk-visitor", id);
  }
  return { visitor: id, name: box?.getItem("jk-name") ?? "" };
}

const isText = (el) => el.tagName === "TEXTAREA" || (el.tagName === "INPUT" && TEXTS.has(el.type));
const valueOf = (el) => (el.type === "checkbox" ? el.checked : el.multiple ? Array.from(el.selectedOptions, (o) => o.value) : el.value);
const argsOf = (el) => (el.dataset.args ? JSON.parse(el.dataset.args) : {});
const combo = (e) => `${e.ctrlKey || e.metaKey ? "Ctrl+" : ""}${e.altKey ? "Alt+" : ""}${e.shiftKey && e.key.length > 1 ? "Shift+" : ""}${e.key}`;

class Live {
  constructor(model, el) {
    this.model = model;
    this.framed = model.get("framed");
    this.pending = new Map();
    this.typing = new Map();
    this.bases = new Map(); // what a field showed when its person began to type
    this.differ = new Set(); // fields with two versions, until one is chosen
    this.n = 0;
    this.root = document.createElement("div");
    this.root.className = this.framed ? "jk jk-page" : "jk jk-cell";
    this.toasts = Object.assign(document.createElement("div"), { className: "jk jk-toasts" });
    this.toasts.setAttribute("role", "status");
    this.toasts.popover = "manual";
    (this.framed ? document.body : el).append(this.root, this.toasts);
    this.raise();
    this.off = new AbortController();
    this.listen();
    this.onHtml = () => this.draw();
    this.onMessage = (content, buffers) => this.receive(content, buffers);
    this.onAddress = () => this.setAddress();
    model.on("change:html", this.onHtml);
    model.on("change:address", this.onAddress);
    model.on("msg:custom", this.onMessage);
    this.draw();
    this.ticking = setInterval(() => this.tick(), 1000);
    this.send("@hello", { ...visitor(), narrow: window.innerWidth < 700 }).then(() => this.ready());
  }

  ready() {
    document.body.classList.add("jk-live");
    if (this.framed) document.getElementById("jk-boot")?.remove();
    document.body.dataset.jkReady = "true";
    this.replay();
    this.showSaved();
  }

  close() {
    clearInterval(this.ticking);
    this.off.abort();
    this.model.off("change:html", this.onHtml);
    this.model.off("change:address", this.onAddress);
    this.model.off("msg:custom", this.onMessage);
    this.root.remove();
    this.toasts.remove();
  }

  // ---- out -------------------------------------------------------------------------------

  send(name, args, { from = "", keep = false, base, extra = {}, buffers = [] } = {}) {
    const n = ++this.n;
    return new Promise((resolve) => {
      const late = setTimeout(() => this.lost(), PATIENCE);
      const slow = setTimeout(() => document.body.classList.add("jk-busy"), 400);
      this.pending.set(n, { resolve, late, slow, from, keep, sent: args.value });
      if (keep) this.remember(from, { do: name, args, base });
      if (base !== undefined) extra = { ...extra, typed: { field: from, base } };
      if (name === "@name") store("localStorage")?.setItem("jk-name", args.value);
      this.showSaved();
      this.model.send({ n, do: name, args, ...extra }, undefined, buffers);
    });
  }

  receive(content, buffers) {
    if (content.progress !== undefined) { this.patience(); return this.progress(content); }
    if (content.now) { this.skew = content.now * 1000 - Date.now(); return this.tick(); }
    if (content.download) return this.download(content.download, buffers);
    if (content.went) return this.arrive();
    if (content.settle) return this.settled(content.settle);
    if (content.toast) return this.toast(content.toast);
    const waiting = this.pending.get(content.ack);
    if (!waiting) return;
    this.pending.delete(content.ack);
    clearTimeout(waiting.late);
    clearTimeout(waiting.slow);
    if (this.pending.size === 0) { document.body.classList.remove("jk-busy", "jk-lost"); this.progress({ progress: null }); }
    const stillTyping = this.typing.has(waiting.from);
    if (waiting.keep && !stillTyping && content.typed !== "differs") this.forget(waiting.from);
    if (waiting.keep && !content.error) this.rebase(waiting, content.typed, stillTyping);
    this.verdict(waiting.from, content.error);
    this.at = new Date();
    this.showSaved();
    waiting.resolve(!content.error);
  }

  // What was typed is stored: from here on the field is compared with that.
  rebase({ from, sent }, typed, stillTyping) {
    if (typed === "differs") return void this.differ.add(from);
    this.differ.delete(from);
    if ([...this.pending.values()].some((p) => p.from === from)) return;
    const el = document.getElementById(from);
    if (el && (stillTyping || el === document.activeElement)) this.bases.set(from, typed === "merged" ? sent : el.defaultValue);
    else this.bases.delete(from);
  }

  // A choice was made: the field shows what is stored.
  settled(id) {
    const waiting = this.typing.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.typing.delete(id);
    this.differ.delete(id);
    this.bases.delete(id);
    this.forget(id);
    const el = document.getElementById(id);
    if (el && isText(el)) { el.value = el.shown = el.defaultValue; }
    this.showSaved();
  }

  verdict(id, error) {
    let el = id ? document.getElementById(id) : null;
    if (el?.tagName === "FORM") {
      // "Value: 'abc' is not a number." belongs beside the field that is labeled Value.
      const fields = [...el.elements].filter((one) => one.id && one.closest(".field"));
      fields.forEach((one) => this.verdict(one.id, ""));
      const named = (one) => one.labels?.[0]?.textContent.replace("*", "").trim().toLowerCase();
      el = (error && fields.find((one) => error.toLowerCase().startsWith(`${named(one)}:`))) || null;
      if (el) { id = el.id; el.focus(); }
    }
    const field = el?.closest(".field");
    if (field && this.root.contains(el) && el.matches("input, select, textarea")) {
      let line = field.querySelector(".field-error");
      if (!error) { line?.remove(); el.removeAttribute("aria-invalid"); if (el.getAttribute("aria-errormessage") === `${id}-error`) el.removeAttribute("aria-errormessage"); return; }
      if (!line) { line = Object.assign(document.createElement("p"), { className: "field-error", id: `${id}-error` }); line.setAttribute("role", "alert"); field.append(line); }
      line.textContent = error;
      el.setAttribute("aria-invalid", "true");
      el.setAttribute("aria-errormessage", `${id}-error`);
    } else if (error) this.toast({ text: error, kind: "error" });
  }

  // Long work that tells its progress is not a page that does not answer.
  patience() {
    for (const waiting of this.pending.values()) {
      clearTimeout(waiting.late);
      waiting.late = setTimeout(() => this.lost(), 5 * PATIENCE);
    }
    document.body.classList.remove("jk-lost");
    this.toasts.querySelector(".lost")?.remove();
  }

  lost() {
    document.body.classList.add("jk-lost");
    if (this.toasts.querySelector(".lost")) return;
    this.toast({ text: "The page does not answer. What you typed is kept in this browser; reload to go on.", kind: "error lost", button: "Reload", stay: true }, () => location.reload());
  }

  showSaved() {
    const open = this.root.querySelector(".versions") !== null;
    const idle = this.pending.size === 0 && this.typing.size === 0 && !open;
    document.body.dataset.jkSaved = String(idle);
    const line = document.getElementById("jk-saved");
    if (!line) return;
    const clock = (this.at ?? new Date()).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    line.textContent = idle ? `All changes saved · ${clock}` : open ? "Choose which version stays" : "Saving…";
    if (window.innerWidth <= 520 && (idle || open)) line.textContent = idle ? "✓ Saved" : "Choose";
  }

  // What was typed and not yet acknowledged survives a reload or a dead kernel in this tab.
  remembered() { try { return JSON.parse(store("sessionStorage")?.getItem("jk-unsaved") ?? "{}"); } catch { return {}; } }
  remember(id, message) {
    if (!id) return;
    const all = this.remembered();
    all[id] = { ...message, page: location.pathname + new URLSearchParams(location.search).get("workshop") };
    try { store("sessionStorage")?.setItem("jk-unsaved", JSON.stringify(all)); } catch { /* full: nothing to do */ }
  }
  forget(id) {
    const all = this.remembered();
    if (!(id in all)) return;
    delete all[id];
    store("sessionStorage")?.setItem("jk-unsaved", JSON.stringify(all));
  }
  replay() {
    const here = location.pathname + new URLSearchParams(location.search).get("workshop");
    for (const [id, kept] of Object.entries(this.remembered()))
      if (kept.page === here) {
        const el = document.getElementById(id);
        if (kept.base !== undefined) this.bases.set(id, kept.base);
        if (el && isText(el)) el.value = kept.args.value; // until Python says what became of it
        this.send(kept.do, kept.args, { from: id, keep: true, base: kept.base });
      } else this.forget(id);
  }

  // What stands in a form and was not sent yet survives a reload in this tab too.
  drafts() { try { return JSON.parse(store("sessionStorage")?.getItem("jk-drafts") ?? "{}"); } catch { return {}; } }
  draft(el, value) {
    const all = this.drafts();
    const key = `${new URLSearchParams(location.search).get("workshop") ?? ""}#${el.id}`;
    if (value) all[key] = value; else if (key in all) delete all[key]; else return;
    try { store("sessionStorage")?.setItem("jk-drafts", JSON.stringify(all)); } catch { /* full: nothing to do */ }
  }
  redraft() {
    const here = new URLSearchParams(location.search).get("workshop") ?? "";
    for (const [key, value] of Object.entries(this.drafts())) {
      const el = key.startsWith(`${here}#`) && document.getElementById(key.slice(here.length + 1));
      if (el && isText(el) && el.form?.dataset.submit && !el.redrafted && el.value === el.defaultValue) el.value = value;
      if (el) el.redrafted = true;
    }
  }

  // ---- in --------------------------------------------------------------------------------

  draw() {
    const held = this.trail();
    const next = document.createElement("div");
    next.innerHTML = this.model.get("html");
    this.place(next);
    morphdom(this.root, next, {
      childrenOnly: true,
      onBeforeElUpdated: (from, to) => this.update(from, to),
      onBeforeNodeDiscarded: (node) => !(node.classList?.contains("field-error") && node.isConnected && node.parentElement.querySelector("[aria-invalid=true]")),
      onNodeAdded: (node) => { if (node.nodeType === 1) this.added(node); return node; },
    });
    this.dialogs();
    this.root.querySelectorAll("[data-chart]").forEach((node) => this.chart(node));
    if (this.freshFocus?.isConnected) { this.freshFocus.focus(); this.freshFocus.select?.(); }
    // What was moved, such as a card to another column, has lost the focus.
    else if (document.activeElement === document.body) this.rest(held);
    this.freshFocus = null;
    this.redraft();
    this.showStep();
    this.fit();
    this.showSaved();
    this.tick();
  }

  // Nobody scrolls a projector: what is too large for it is made smaller, as far as it can be
  // read. A long map keeps its large type: then only its width has to fit.
  fit() {
    const box = this.root.querySelector("[data-fit]");
    if (!box) return;
    const wide = () => [...box.querySelectorAll(".map")].some((map) => map.scrollWidth > map.clientWidth + 1);
    const tall = () => document.scrollingElement.scrollHeight > window.innerHeight + 1;
    const shrink = (cut) => { box.style.zoom = ""; for (let zoom = 0.95; zoom > 0.6 && cut(); zoom -= 0.05) box.style.zoom = String(zoom); };
    shrink(() => wide() || tall());
    if (tall()) shrink(wide);
  }

  // What belongs beside a field is put there: who else writes in it, another version of it.
  place(next) {
    for (const mark of next.querySelectorAll("[data-beside]")) {
      const { beside, thing } = mark.dataset;
      let el = beside && next.querySelector(`#${CSS.escape(beside)}`);
      if (!el && thing) {
        const own = [...next.querySelectorAll("[data-change]")].filter((one) => isText(one) && argsOf(one).id === thing);
        if (own.length === 1) el = own[0];
      }
      const field = el && el.closest(".field, td, th");
      if (field) field.append(mark); else if (el) el.after(mark);
    }
  }

  // The ids of what has the focus and of what stands around it.
  trail() {
    const ids = [];
    if (this.root.contains(document.activeElement)) for (let el = document.activeElement; el && el !== this.root; el = el.parentElement) if (el.id) ids.push(el.id);
    return ids;
  }

  // A button that is gone after its click leaves the focus where it was, so that Tab goes on from
  // there; not on the next button, which a second press of Enter would fire.
  rest(held) {
    const found = held.map((id) => document.getElementById(id)).find((el) => el && this.root.contains(el));
    if (!found) return;
    if (found.id !== held[0] || found === this.resting) { this.resting = found; found.tabIndex = -1; }
    found.focus({ preventScroll: true });
  }

  // On a phone steps and tabs do not all fit: the one that is shown is in sight.
  showStep() {
    this.inSight ??= new WeakMap();
    this.root.querySelectorAll(".rail ol, .tabs").forEach((bar) => {
      const now = bar.querySelector(":scope > .now, :scope > [aria-current]");
      const name = now?.textContent;
      if (!now || this.inSight.get(bar) === name) return;
      this.inSight.set(bar, name);
      bar.scrollLeft = now.offsetLeft - (bar.clientWidth - now.offsetWidth) / 2;
    });
  }

  // Whoever closes a dialog is back on what opened it.
  dialogs() {
    const fresh = this.root.querySelector("dialog[data-modal]:not([open])");
    if (fresh) { this.opener ??= this.wasOn; fresh.showModal(); }
    if (this.opener && !this.root.querySelector("dialog[open]")) {
      if (document.activeElement === document.body) document.getElementById(this.opener)?.focus();
      this.opener = null;
    }
  }

  // Messages stand above an open dialog too: the newest popover is on top.
  raise() {
    try { this.toasts.hidePopover(); } catch { /* it was not shown */ }
    try { this.toasts.showPopover(); } catch { /* not in the document yet, or an old browser */ }
  }

  added(node) {
    const wanted = node.matches("[data-autofocus]") ? node : node.querySelector("[data-autofocus]");
    if (wanted && document.body.dataset.jkReady) this.freshFocus = wanted;
  }

  update(from, to) {
    if (from.hasAttribute("data-own")) return false;
    if (from === this.resting) to.tabIndex = -1;
    if (from.tagName === "DETAILS" || from.tagName === "DIALOG") to.toggleAttribute("open", from.open);
    if (from.hasAttribute("data-chart") && from.dataset.chart === to.dataset.chart) return false;
    // What stands in a form and was not sent yet is the person's, whatever else changes.
    if (isText(from) && from.form && !from.dataset.change && from.value !== from.defaultValue) return false;
    if (from.isEqualNode(to)) {
      if (isText(from) && from !== document.activeElement && !this.typing.has(from.id) && !this.differ.has(from.id) && from.value !== to.value && from.getAttribute("aria-invalid") !== "true") from.value = to.value;
      return false;
    }
    const invalid = from.getAttribute("aria-invalid") === "true";
    const busy = this.typing.has(from.id) || this.differ.has(from.id) || invalid || (from === document.activeElement && isText(from));
    if (busy && (isText(from) || from.tagName === "SELECT")) {
      if (isText(from)) from.defaultValue = to.defaultValue;
      from.dataset.args = to.dataset.args ?? "{}";
      return false;
    }
    return true;
  }

  // Clocks run here, by the server's time: data-ends is when the time is over.
  tick() {
    this.root.querySelectorAll("[data-ends]").forEach((node) => {
      const left = Math.round((Number(node.dataset.ends) * 1000 - Date.now() - (this.skew ?? 0)) / 1000);
      const clock = node.querySelector("[data-own]");
      const [m, s] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
      const text = `${left < 0 ? "+" : ""}${m}:${String(s).padStart(2, "0")}`;
      if (clock.textContent !== text) clock.textContent = text;
      node.classList.toggle("over", left < 0);
      node.classList.toggle("soon", left >= 0 && left <= 60);
    });
  }

  async chart(node) {
    if (node.drawn === node.dataset.chart) return;
    node.drawn = node.dataset.chart;
    const spec = JSON.parse(node.querySelector("script").textContent);
    const place = node.querySelector(".chart-place") ?? node.appendChild(Object.assign(document.createElement("div"), { className: "chart-place" }));
    try { await drawChart(this.model, place, spec); } catch (error) { console.warn("chart", error); node.classList.add("chart-failed"); }
  }

  setAddress() {
    const { notebook, query, replace } = this.model.get("address");
    if (!this.framed || !notebook || this.popping) return;
    const url = new URL(notebook + (query ? `?${query}` : ""), location.href);
    if (url.href === location.href) return;
    history[replace ? "replaceState" : "pushState"]({}, "", url);
  }

  // While the person goes back and forth, the browser leads and Python's answers come late.
  async pop() {
    this.popping = (this.popping ?? 0) + 1;
    await this.send("@go", { notebook: location.pathname.split("/").pop(), query: location.search.slice(1) });
    this.popping -= 1;
  }

  arrive() {
    window.scrollTo(0, 0);
    const title = this.root.querySelector("h1");
    if (title) { title.tabIndex = -1; title.focus({ preventScroll: true }); document.title = `${title.textContent} · journeykit`; }
  }

  toast({ text, kind = "", button = "", do: name = "", args = {}, stay = false }, act) {
    const line = Object.assign(document.createElement("div"), { className: `toast ${kind}` });
    line.append(Object.assign(document.createElement("span"), { textContent: text }));
    const end = () => line.remove();
    if (button) line.append(Object.assign(document.createElement("button"), { type: "button", textContent: button, onclick: () => { end(); act ? act() : this.send(name, args); } }));
    line.append(Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×", ariaLabel: "Close message", onclick: end }));
    this.toasts.append(line);
    this.raise();
    while (this.toasts.children.length > 4) this.toasts.firstChild.remove();
    if (!stay) setTimeout(end, kind.includes("error") ? 12000 : 8000);
  }

  progress({ progress, share }) {
    let bar = this.toasts.querySelector(".progress");
    if (progress === null) return bar?.remove();
    if (!bar) { bar = Object.assign(document.createElement("div"), { className: "toast progress" }); bar.innerHTML = "<span></span><progress max=1></progress>"; this.toasts.append(bar); this.raise(); }
    bar.firstChild.textContent = progress;
    if (share === undefined || share === null) bar.lastChild.removeAttribute("value"); else bar.lastChild.value = share;
  }

  download({ name, mime }, buffers) {
    const url = URL.createObjectURL(new Blob(buffers, { type: mime }));
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  async upload(el, file) {
    if (!file) return;
    const limit = Number(el.dataset.limit || 200e6);
    if (file.size > limit) return this.toast({ text: `${file.name} has ${(file.size / 1e6).toFixed(0)} MB; the page takes up to ${(limit / 1e6).toFixed(0)} MB.`, kind: "error" });
    const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    for (let offset = 0; offset === 0 || offset < file.size; offset += PIECE) {
      const piece = await file.slice(offset, offset + PIECE).arrayBuffer();
      this.progress({ progress: `Sending ${file.name}`, share: file.size ? offset / file.size : 0 });
      const last = offset + PIECE >= file.size;
      const ok = await this.send(el.dataset.upload, argsOf(el), { from: el.id, extra: { upload: { id, name: file.name, offset, last } }, buffers: [piece] });
      if (!ok) break;
    }
    this.progress({ progress: null });
    if (el.tagName === "INPUT") el.value = "";
  }

  // ---- what people do ----------------------------------------------------------------------

  listen() {
    const on = (type, handler, target = this.root, options = {}) => target.addEventListener(type, handler, { signal: this.off.signal, ...options });
    on("click", (e) => this.click(e));
    on("input", (e) => this.input(e));
    on("change", (e) => this.change(e));
    on("focusin", (e) => this.focus(e.target));
    on("focusout", (e) => { this.flush(e.target); this.settle(e.target); this.leave(e.target); });
    on("submit", (e) => this.submit(e));
    on("keydown", (e) => this.key(e));
    on("toggle", (e) => { if (e.target.dataset?.toggle) this.send(e.target.dataset.toggle, { ...argsOf(e.target), open: e.target.open }); }, this.root, { capture: true });
    on("cancel", (e) => { const d = e.target.closest("dialog[data-modal]"); if (d?.dataset.cancel) { e.preventDefault(); this.send(d.dataset.cancel, argsOf(d)); } }, this.root, { capture: true });
    on("dragstart", (e) => this.dragStart(e));
    on("dragover", (e) => this.dragOver(e));
    on("dragleave", (e) => e.target.closest?.("[data-drop], [data-upload]")?.classList.remove("over"));
    on("dragend", () => this.dragEnd());
    on("drop", (e) => this.drop(e));
    on("visibilitychange", () => { if (document.hidden) this.flushAll(); }, document);
    on("pagehide", () => { this.flushAll(); if (this.writes) this.model.send({ n: 0, do: "@at", args: {} }); }, window);
    on("resize", () => this.fit(), window);
    if (this.framed) {
      on("popstate", () => this.pop(), window);
      on("keydown", (e) => this.globalKey(e), document);
    }
  }

  // A sheet that hangs open closes with a click beside it or with Esc.
  closeSheets(keep) {
    for (const sheet of this.root.querySelectorAll("details.pop[open]")) if (!sheet.contains(keep)) sheet.open = false;
  }

  async click(e) {
    this.closeSheets(e.target);
    const link = e.target.closest("[data-go]");
    if (link && this.framed && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0) {
      e.preventDefault();
      this.flushAll();
      return this.send("@goto", { to: link.dataset.go });
    }
    const copy = e.target.closest("[data-copy]");
    if (copy) { await navigator.clipboard?.writeText(copy.dataset.copy).then(() => this.toast({ text: "Copied." }), () => this.toast({ text: "The browser did not allow copying; select the text and copy it.", kind: "error" })); }
    const el = e.target.closest("[data-do]");
    if (!el || el.disabled || el.getAttribute("aria-disabled") === "true") return;
    e.preventDefault();
    this.flushAll();
    if (el.dataset.confirm && !(await this.ask(el))) return;
    this.wasOn = el.id;
    this.send(el.dataset.do, argsOf(el), { from: el.id });
  }

  ask(el) {
    const box = document.createElement("dialog");
    box.className = "ask";
    box.setAttribute("aria-labelledby", "jk-ask-words");
    box.innerHTML = '<form method="dialog"><p id="jk-ask-words"></p><div class="row end"><button value="no" autofocus>Cancel</button><button value="yes" class="danger"></button></div></form>';
    box.querySelector("p").textContent = el.dataset.confirm;
    box.querySelector(".danger").textContent = el.dataset.confirmLabel || el.textContent.trim() || "Go on";
    const place = Object.assign(document.createElement("div"), { className: "jk" });
    place.append(box);
    this.root.after(place);
    box.showModal();
    return new Promise((resolve) => box.addEventListener("close", () => { resolve(box.returnValue === "yes"); place.remove(); el.focus?.(); }));
  }

  input(e) {
    const el = e.target;
    if (el.form?.dataset.submit && isText(el) && el.id) this.draft(el, el.value);
    if (!el.dataset.change || !isText(el)) return;
    if (!this.bases.has(el.id)) this.bases.set(el.id, el.shown ?? el.defaultValue);
    this.here(el);
    if (el.type === "date") return;
    const last = this.typing.get(el.id);
    if (last) clearTimeout(last.timer);
    this.typing.set(el.id, { el, timer: setTimeout(() => this.flush(el), TYPING) });
    this.remember(el.id, { do: el.dataset.change, args: { ...argsOf(el), value: valueOf(el) }, base: this.bases.get(el.id) });
    this.showSaved();
  }

  // Whoever is in a field is seen there by the others; that needs no answer.
  focus(el) {
    if (!isText(el) || !el.dataset.change || !el.id) return;
    if (!this.bases.has(el.id)) el.shown = el.value;
    this.here(el);
  }
  here(el) {
    if (el.dataset.change.startsWith("@")) return;
    if (this.writes === el.id && Date.now() - this.told < 5000) return;
    clearTimeout(this.leaving);
    this.writes = el.id;
    this.told = Date.now();
    this.model.send({ n: 0, do: "@at", args: { field: el.id, thing: argsOf(el).id ?? "" } });
  }
  leave(el) {
    if (!el || this.writes !== el.id) return;
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => { this.writes = ""; this.model.send({ n: 0, do: "@at", args: {} }); }, 150);
  }

  change(e) {
    const el = e.target;
    if (el.dataset.upload) return this.upload(el, el.files[0]);
    if (!el.dataset.change) return;
    if (isText(el) && this.typing.has(el.id)) return this.flush(el);
    if (isText(el) && el.value === el.defaultValue && el.getAttribute("aria-invalid") !== "true") return;
    const base = isText(el) ? this.bases.get(el.id) ?? el.defaultValue : undefined;
    this.send(el.dataset.change, { ...argsOf(el), value: valueOf(el) }, { from: el.id, keep: isText(el), base });
  }

  flush(el) {
    const waiting = this.typing.get(el?.id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.typing.delete(el.id);
    this.send(el.dataset.change, { ...argsOf(el), value: valueOf(el) }, { from: el.id, keep: true, base: this.bases.get(el.id) ?? el.defaultValue });
  }
  flushAll() { for (const { el } of [...this.typing.values()]) this.flush(el); }

  // A field that was left shows what is stored, e.g. after somebody else has changed it.
  settle(el) {
    const waiting = () => this.typing.has(el.id) || this.differ.has(el.id) || [...this.pending.values()].some((p) => p.from === el.id);
    if (el?.id && isText(el) && !waiting()) { this.bases.delete(el.id); delete el.shown; }
    setTimeout(() => {
      if (!el?.isConnected || !isText(el) || !el.dataset.change || el === document.activeElement) return;
      const waits = waiting();
      if (!waits && el.getAttribute("aria-invalid") !== "true" && el.value !== el.defaultValue) el.value = el.defaultValue;
    }, 1500);
  }

  submit(e) {
    const form = e.target;
    if (!form.dataset.submit) return;
    e.preventDefault();
    const fields = {};
    for (const el of form.elements) if (el.name && (el.type !== "radio" || el.checked)) fields[el.name] = valueOf(el);
    this.send(form.dataset.submit, { ...argsOf(form), ...fields }, { from: form.id }).then((ok) => {
      if (!ok) return;
      for (const el of form.elements) if (el.id) this.draft(el, "");
      if (form.hasAttribute("data-reset")) form.reset();
    });
  }

  key(e) {
    const sheet = e.key === "Escape" && e.target.closest?.("details.pop[open]");
    if (sheet) { sheet.open = false; sheet.querySelector("summary").focus(); return; }
    for (let el = e.target.closest?.("[data-keys]"); el; el = el.parentElement?.closest("[data-keys]")) {
      const name = JSON.parse(el.dataset.keys)[combo(e)];
      if (!name) continue;
      e.preventDefault();
      this.flushAll();
      return this.send(name, argsOf(el), { from: el.id });
    }
  }

  globalKey(e) {
    if (isText(e.target) || e.target.tagName === "SELECT" || e.target.isContentEditable) return;
    if (e.ctrlKey || e.metaKey) {
      if (e.key.toLowerCase() !== "z") return;
      e.preventDefault();
      return void this.send(e.shiftKey ? "@redo" : "@undo", {});
    }
    if (e.altKey || e.repeat || e.defaultPrevented || document.querySelector("dialog[open]")) return;
    const wanted = [...this.root.querySelectorAll("[data-key]")].find((el) => el.dataset.key === e.key && !el.disabled);
    if (!wanted) return;
    e.preventDefault();
    wanted.click();
  }

  dragStart(e) {
    const el = e.target.closest?.("[data-drag]");
    if (!el) return;
    this.dragged = el.dataset.drag;
    e.dataTransfer.setData("text/plain", this.dragged);
    e.dataTransfer.effectAllowed = "move";
    el.classList.add("dragging");
  }
  dragOver(e) {
    const zone = e.target.closest("[data-drop], [data-upload]");
    if (!zone) return;
    e.preventDefault();
    zone.classList.add("over");
  }
  dragEnd() { this.dragged = null; this.root.querySelectorAll(".over, .dragging").forEach((el) => el.classList.remove("over", "dragging")); }
  drop(e) {
    const zone = e.target.closest("[data-drop], [data-upload]");
    if (!zone) return;
    e.preventDefault();
    const dragged = this.dragged;
    const over = e.target.closest("[data-drag]");
    this.dragEnd();
    if (zone.dataset.upload) return this.upload(zone.querySelector("input[type=file]") ?? zone, e.dataTransfer.files[0]);
    if (dragged) this.send(zone.dataset.drop, { ...argsOf(zone), dragged, before: over && over.dataset.drag !== dragged ? over.dataset.drag : "" });
  }
}

export default {
  render({ model, el }) {
    const live = new Live(model, el);
    return () => live.close();
  },
};

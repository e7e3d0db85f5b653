// The browser's end of the wire: Jupyter's websocket protocol, as far as one anywidget needs it.
// Voilà's own script does the same for every widget there is, at 1.1 MB and a second of work on a
// laptop; it is loaded only where a notebook shows something else than an anywidget.
(() => {
  const PROTOCOL = "v1.kernel.websocket.jupyter.org";
  const CONTROL = "1.0.0"; // of the protocol by which widgets tell their states
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const PATIENCE = 5000; // milliseconds between two tries to come back, at most
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // crypto.randomUUID is not there on phones that come by http
  const id = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  // A message is the number of offsets, the offsets, then the parts: channel, header, parent,
  // metadata, content, buffers.
  function pack(channel, parts) {
    const all = [encoder.encode(channel), ...parts];
    const offsets = all.reduce((at, part) => [...at, at.at(-1) + part.byteLength], [8 * (all.length + 2)]);
    const message = new Uint8Array(offsets.at(-1));
    const view = new DataView(message.buffer);
    [offsets.length, ...offsets].forEach((n, at) => view.setBigUint64(8 * at, BigInt(n), true));
    all.forEach((part, at) => message.set(part, offsets[at]));
    return message.buffer;
  }

  function unpack(message) {
    const view = new DataView(message);
    const offset = (at) => Number(view.getBigUint64(8 * (at + 1), true));
    const parts = Array.from({ length: Number(view.getBigUint64(0, true)) - 1 }, (_, at) => new DataView(message, offset(at), offset(at + 1) - offset(at)));
    const [, header, , , content] = parts;
    return { kind: JSON.parse(decoder.decode(header)).msg_type, content: JSON.parse(decoder.decode(content)), buffers: parts.slice(5) };
  }

  class Kernel {
    constructor(base, name) {
      this.base = base;
      this.name = name;
      this.session = id();
      this.listeners = new Map(); // comm -> what takes its messages
      this.unsent = [];
      this.tries = 0;
      this.connect();
      // a page that is put into the browser's cache comes back by the store, see boot.js
      window.addEventListener("pagehide", () => this.end());
    }

    // With the same session the server sends again what was said while nobody listened.
    connect() {
      const address = new URL(`${this.base}api/kernels/${this.name}/channels?session_id=${this.session}`, location.href);
      address.protocol = address.protocol.replace("http", "ws");
      this.socket = new WebSocket(address, [PROTOCOL]);
      this.socket.binaryType = "arraybuffer";
      this.socket.onopen = () => { this.tries = 0; this.unsent.splice(0).forEach((message) => this.socket.send(message)); };
      this.socket.onmessage = ({ data }) => this.receive(unpack(data));
      this.socket.onclose = () => this.again();
    }

    again() {
      if (this.ended) return;
      setTimeout(async () => {
        if (this.ended) return;
        const answer = await fetch(`${this.base}api/kernels/${this.name}`).catch(() => null);
        // gone for good: the state is in the store, so the page is simply opened again
        if (answer?.status === 404) return location.reload();
        this.connect();
      }, Math.min(PATIENCE, 250 * 2 ** this.tries++));
    }

    end() {
      this.close();
      navigator.sendBeacon(`${this.base}voila/api/shutdown/${this.name}`);
    }

    close() {
      this.ended = true;
      this.socket.close();
    }

    send(kind, content, buffers = []) {
      const header = { msg_id: id(), msg_type: kind, username: "", session: this.session, date: new Date().toISOString(), version: "5.3" };
      const parts = [header, {}, { version: CONTROL }, content].map((part) => encoder.encode(JSON.stringify(part)));
      const bytes = (part) => (ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part));
      const message = pack("shell", [...parts, ...buffers.map(bytes)]);
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message);
      else this.unsent.push(message);
    }

    receive({ kind, content, buffers }) {
      if (kind === "comm_msg") this.listeners.get(content.comm_id)?.(content.data, buffers);
    }

    // Ask for the state of all widgets: {id: {model_module, state}}.
    states() {
      const comm = id();
      this.send("comm_open", { comm_id: comm, target_name: "jupyter.widget.control", data: {} });
      this.send("comm_msg", { comm_id: comm, data: { method: "request_states" } });
      return new Promise((resolve) => {
        this.listeners.set(comm, (data, buffers) => {
          this.listeners.delete(comm);
          for (const [of, one] of Object.entries(data.states)) {
            restore(one, (data.buffer_paths ?? []).map(([whose, ...path]) => (whose === of ? path : null)), buffers);
          }
          resolve(data.states);
        });
      });
    }
  }

  // Bytes travel beside the JSON, with the path to where they belong.
  function restore(state, paths, buffers) {
    paths.forEach((path, at) => {
      if (!path) return;
      const holder = path.slice(0, -1).reduce((inner, key) => inner[key], state);
      holder[path.at(-1)] = buffers[at];
    });
  }

  // What an anywidget's script is given (its specification calls this the model).
  class Model {
    constructor(kernel, comm, state) {
      this.send = (content, _callbacks, buffers) => kernel.send("comm_msg", { comm_id: comm, data: { method: "custom", content } }, buffers);
      this.save_changes = () => {
        const state = Object.fromEntries(Array.from(this.changed, (name) => [name, this.state[name]]));
        this.changed.clear();
        kernel.send("comm_msg", { comm_id: comm, data: { method: "update", state, buffer_paths: [] } });
      };
      this.state = state;
      this.changed = new Set();
      this.handlers = new Map();
      kernel.listeners.set(comm, (data, buffers) => this.take(data, buffers));
    }

    get(name) { return this.state[name]; }

    set(name, value) {
      if (this.state[name] === value) return;
      this.state[name] = value;
      this.changed.add(name);
      this.emit(`change:${name}`);
    }

    on(event, handler) { this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]); }
    off(event, handler) { this.handlers.set(event, (this.handlers.get(event) ?? []).filter((one) => handler && one !== handler)); }
    emit(event, ...said) { this.handlers.get(event)?.forEach((handler) => handler(...said)); }

    take(data, buffers) {
      if (data.method === "custom") this.emit("msg:custom", data.content, buffers);
      if (data.method !== "update") return;
      restore(data.state, data.buffer_paths ?? [], buffers);
      Object.assign(this.state, data.state);
      Object.keys(data.state).forEach((name) => this.emit(`change:${name}`));
    }
  }

  async function mount(model, el) {
    if (model.get("_css")) el.append(Object.assign(document.createElement("style"), { textContent: model.get("_css") }));
    const { default: script } = await import(URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" })));
    const widget = typeof script === "function" ? await script() : script;
    await widget.initialize?.({ model });
    await widget.render?.({ model, el });
  }

  function load(address) {
    const script = Object.assign(document.createElement("script"), { src: address });
    return new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: () => reject(new Error(`${address} did not come`)) });
      document.head.append(script);
    });
  }

  // Voilà's script begins when the page has loaded, which by now it has.
  async function leaveToVoila(address) {
    if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve));
    const listen = window.addEventListener;
    window.addEventListener = (event, todo, ...more) => (event === "load" ? todo() : listen.call(window, event, todo, ...more));
    await load(address);
  }

  // Show what the notebook displayed; called by the page when all of it is there.
  window.jkShow = async () => {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    const places = Array.from(document.querySelectorAll(".jk-output"));
    const shown = places.map((place) => JSON.parse(place.querySelector("script").textContent).data[VIEW].model_id);
    const kernel = new Kernel(config.baseUrl, config.kernelId);
    const states = await kernel.states();
    if (shown.some((one) => states[one]?.model_module !== "anywidget")) {
      kernel.close();
      return leaveToVoila(`${config.fullStaticUrl}/voila.js`);
    }
    let charts;
    window.jkCharts = () => (charts ??= load(config.journeykitCharts).then(() => window.vegaEmbed));
    return Promise.all(shown.map((one, at) => mount(new Model(kernel, one, states[one].state), places[at])));
  };
})();

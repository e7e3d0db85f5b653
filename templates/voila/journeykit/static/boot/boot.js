// What a page can say before its widget has mounted. Kept to what must run at once.
(() => {
  const show = (id) => { document.getElementById(id).hidden = false; };
  const hide = (id) => { document.getElementById(id).hidden = true; };

  // Called by the page when a cell failed or the kernel could not be started.
  window.jkFailed = (reference) => {
    if (document.body.classList.contains("jk-live")) return;
    hide("jk-boot-waiting");
    show("jk-boot-failed");
    if (reference) {
      document.getElementById("jk-boot-reference").textContent = ` the reference ${reference}`;
    }
  };
  document.getElementById("jk-boot-reload").addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  // A phone that was put away comes back to a page whose Python has ended meanwhile. The state
  // is in the store, so the page is simply opened again.
  const ifGone = async () => {
    const config = document.getElementById("jupyter-config-data");
    if (!config || document.visibilityState !== "visible") return;
    const { baseUrl, kernelId } = JSON.parse(config.textContent);
    const answer = await fetch(`${baseUrl}api/kernels/${kernelId}`).catch(() => null);
    if (answer?.status === 404) location.reload();
  };
  document.addEventListener("visibilitychange", ifGone);
  window.addEventListener("pageshow", (event) => event.persisted && ifGone());

  // A page that never answers must not wait for ever: the kernel may have died.
  setTimeout(() => window.jkFailed(), 60000);
})();

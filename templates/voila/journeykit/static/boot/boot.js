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
  // Voilà's heartbeat while a kernel works: nothing to say, the hint is on the page.
  window.voila_heartbeat = () => {};

  document.getElementById("jk-boot-reload").addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  // A page that never answers must not wait for ever: the kernel may have died.
  setTimeout(() => window.jkFailed(), 60000);
})();

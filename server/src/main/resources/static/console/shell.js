// What every page does beyond plain HTML. Everything here is an addition: pages work without it.
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const here = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const hereExactly = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  function dress(root) {
    for (const time of root.querySelectorAll("time[datetime]:not([data-here])")) {
      const at = new Date(time.dateTime);
      time.textContent = (time.dataset.seconds ? hereExactly : here).format(at);
      time.dataset.here = "";
    }
    for (const input of root.querySelectorAll("input[data-must-equal]")) {
      const button = input.form.querySelector(".danger");
      const check = () => { button.disabled = input.value !== input.dataset.mustEqual; };
      input.addEventListener("input", check);
      check();
    }
  }

  // Suggests a short name while nobody has typed another.
  function suggest(input) {
    const source = document.getElementById(input.dataset.slugOf);
    let own = input.value !== "";
    input.addEventListener("input", () => { own = input.value !== ""; });
    source.addEventListener("input", () => {
      if (own) return;
      input.value = source.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
        .replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    dress(document);
    for (const input of document.querySelectorAll("input[data-slug-of]")) suggest(input);
    for (const input of document.querySelectorAll("input[data-zone]")) input.value = zone;
    document.querySelector(".side-links [aria-current]")?.scrollIntoView({ block: "nearest" });
    const refused = document.querySelector('[aria-invalid="true"]') ?? document.querySelector("#errors a");
    refused?.focus();
  });

  // Has the browser make a passkey or sign with one, and sends what it gives with the form.
  async function usePasskey(form) {
    const say = form.querySelector("[role=alert]");
    say.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error("Reload the page and try again.");
      const json = await answer.json();
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      say.textContent = error.name === "NotAllowedError" ? "No passkey was used." : `That did not work. ${error.message}`;
      say.hidden = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (event.target.dataset.passkey === undefined) return;
    event.preventDefault();
    usePasskey(event.target);
  });

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const text = copy.parentElement.querySelector("code").textContent;
      navigator.clipboard.writeText(text).then(() => {
        const was = copy.textContent;
        copy.textContent = "Copied";
        say("Copied");
        setTimeout(() => { copy.textContent = was; }, 1500);
      });
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      document.querySelector('[data-shortcut="/"]')?.focus();
      event.preventDefault();
    }
  });

  function say(text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  }

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers[meta("csrf-header")] = meta("csrf-token");
  });
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
  document.addEventListener("htmx:afterSettle", (event) => {
    const news = event.detail.elt.querySelector?.("[data-say]") ?? event.detail.elt.closest?.("[data-say]");
    if (news) say(news.dataset.say);
  });
  // A list that cannot be refreshed in place is loaded as a page, which explains what is wrong.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.dataset.quiet === undefined) location.assign(event.detail.pathInfo.finalRequestPath);
  });
  document.addEventListener("htmx:sendError", () => say("The server cannot be reached. Check the connection and try again."));
})();

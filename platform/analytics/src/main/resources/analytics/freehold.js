/* Freehold: page views and events, without cookies. */
(function (w, d, n) {
  "use strict";
  var script = d.currentScript,
    to = new URL("/v1/collect/" + script.getAttribute("data-site"), script.src).href,
    early = w.freehold,
    before = d.referrer,
    seen,
    person;

  function send(event) {
    event.url = w.location.href.split("#")[0].slice(0, 2048);
    if (before) event.referrer = before.slice(0, 2048);
    if (person && !event.person_id) event.person_id = person;
    var body = JSON.stringify(event);
    if (n.sendBeacon && n.sendBeacon(to, body)) return;
    w.fetch(to, { method: "POST", body: body, keepalive: true, mode: "no-cors", credentials: "omit" })
      .catch(function () {});
  }

  function visit() {
    var page = w.location.pathname + w.location.search;
    if (page === seen || d.prerendering) return;
    seen = page;
    send({ name: "page_view" });
    before = w.location.href;
  }

  function text(id) {
    return id === undefined || id === null ? undefined : String(id);
  }

  var api = {
    track: function (name, properties, value) {
      send({ name: name, properties: properties, value: value });
    },
    identify: function (id, properties) {
      person = text(id);
      send({ kind: "identify", properties: properties });
    },
    alias: function (id) {
      person = text(id);
      send({ kind: "alias" });
    },
    group: function (id, properties) {
      send({ kind: "group", group_id: text(id), properties: properties });
    },
    push: function (call) {
      api[call[0]].apply(api, call.slice(1));
    }
  };

  w.freehold = api;
  (Array.isArray(early) ? early : []).forEach(api.push);

  if (script.getAttribute("data-auto") !== "false") {
    ["pushState", "replaceState"].forEach(function (name) {
      var original = w.history[name];
      w.history[name] = function () {
        var result = original.apply(this, arguments);
        visit();
        return result;
      };
    });
    w.addEventListener("popstate", visit);
    d.addEventListener("prerenderingchange", visit);
    w.addEventListener("pageshow", function (shown) {
      if (shown.persisted) {
        seen = null;
        visit();
      }
    });
    visit();
  }
})(window, document, navigator);

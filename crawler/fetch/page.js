// What the sweep does inside a rendered page: scroll to its end and open its tabs, never leave it or send anything.
() => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const pressed = (text) => text.replace(/\s+/g, "");
  const FORBIDDEN = /cart|buy|order|pay|login|logout|submit|delete|remove|favou?rite|collect|购物车|购买|下单|结算|登录|删除|收藏|关注|提交/i;
  const TOPIC = /参数|规格|资质|证书|证照|认证|合格证|检测|检验|质检|详情|介绍|说明|警示|标准|公示|specification|detail|certificat|parameter|description/i;
  const OPEN = /(^|[\s_-])(active|selected|on|cur|current|checked|is-active)($|[\s_-])/i;
  const HOVER = ["pointerover", "pointerenter", "mouseover", "mouseenter"];
  const state = { targets: [], regions: new Set(), known: "", observer: null };

  // A control that is only a picture is called what the picture is.
  const named = (element) => {
    const text = pressed(element.textContent || "");
    if (text || !element.matches("a, button, [onclick], [role=button]")) return text;
    const picture = element.querySelector("img");
    return pressed(element.title || element.getAttribute("aria-label") || (picture && (picture.alt || picture.title)) || "");
  };

  // One of a row of short names of which one is marked as the open one.
  const inStrip = (element) => {
    let row = element;
    while (row.parentElement && row.parentElement.children.length === 1) row = row.parentElement;
    const names = [...(row.parentElement ? row.parentElement.children : [])];
    if (names.length < 2 || names.length > 12 || names.some((one) => pressed(one.textContent || "").length > 16)) return false;
    return names.some((one) => OPEN.test(one.className || "") || one.getAttribute("aria-selected") === "true");
  };

  // A row of tabs by its own mark, whatever its tabs are called.
  const inTabs = (element) => {
    const row = element.closest("[role=tablist], [class*=tab i], [id*=tab i]");
    return row !== null && !row.matches("table") && pressed(row.textContent || "").length <= 120;
  };

  const isOpener = (element, texts) => {
    const label = named(element);
    if (!label || label.length > 24) return false;
    const byRole = element.matches("[role=tab], [data-toggle=tab], [data-bs-toggle=tab], summary");
    const called = byRole || texts.has(label.replace(/[>»︾▼∨↓+:：]+$/, "").toLowerCase());
    const acts = () => element.matches("a, button, [onclick], [role=button]") || inStrip(element);
    if (!called && !(label.length <= 12 && (inTabs(element) || TOPIC.test(label)) && acts())) return false;
    if (FORBIDDEN.test(label) || FORBIDDEN.test(element.getAttribute("onclick") || "")) return false;
    if (element.closest("form") || element.closest("nav, header, footer")) return false;
    const link = element.closest("a[href]");
    if (link && !/^\s*(#|javascript:|$)/i.test(link.getAttribute("href"))) return false;
    // A wrapper of the same text would be clicked twice.
    return ![...element.children].some((child) => pressed(child.textContent || "") === label);
  };

  window.__gw = {
    async scroll() {
      const step = Math.max(400, window.innerHeight * 0.9);
      for (let turn = 0; turn < 25; turn += 1) {
        const before = window.scrollY;
        window.scrollTo(0, before + step);
        await pause(40);
        if (window.scrollY === before) break;
      }
      window.scrollTo(0, 0);
    },
    // What stands in parts of the page that its markup leaves out.
    shadows() {
      const found = [];
      const walk = (root) => {
        for (const element of root.querySelectorAll("*")) {
          if (!element.shadowRoot) continue;
          found.push(`<div>${element.shadowRoot.innerHTML}</div>`);
          walk(element.shadowRoot);
        }
      };
      walk(document);
      return found.join("\n");
    },
    find(texts) {
      const wanted = new Set(texts.map((text) => text.toLowerCase()));
      const places = "[role=tab], [data-toggle=tab], [data-bs-toggle=tab], summary, a, li, span, button, div, h2, h3, h4, dt, label";
      state.targets = [...document.querySelectorAll(places)].filter((element) => isOpener(element, wanted));
      state.known = pressed(document.body.textContent || "");
      return state.targets.length;
    },
    open(index) {
      const target = state.targets[index];
      if (!target || !target.isConnected) return false;
      state.regions = new Set();
      state.observer = new MutationObserver((records) => {
        for (const record of records) {
          const node = record.target;
          state.regions.add(node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
        }
      });
      state.observer.observe(document.body, { childList: true, characterData: true, subtree: true });
      for (const kind of HOVER) {
        target.dispatchEvent(new MouseEvent(kind, { bubbles: true, view: window }));
        if (kind.endsWith("enter") && target.parentElement) target.parentElement.dispatchEvent(new MouseEvent(kind));
      }
      target.click();
      return true;
    },
    shown() {
      state.observer.disconnect();
      const regions = [...state.regions].filter((region) => region && region.isConnected && region !== document.body);
      const outer = regions.filter((region) => !regions.some((other) => other !== region && other.contains(region)));
      const fresh = outer.filter((region) => {
        const text = pressed(region.textContent || "");
        return (text && !state.known.includes(text)) || region.querySelector("img");
      });
      for (const region of fresh) state.known += pressed(region.textContent || "");
      return fresh.map((region) => region.outerHTML).join("\n");
    },
  };
}

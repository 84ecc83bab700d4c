// Runs before a page's own scripts: without it nobody could tell what they still wait for, nor see what they close off.
(() => {
  const SOONEST = 300, LATEST = 6000, YOUNG = 5000;
  const due = new Map();
  const { setTimeout: later, clearTimeout: never } = window;
  window.setTimeout = function (run, delay, ...rest) {
    const wait = Number(delay) || 0;
    const number = later.call(window, typeof run === "function" ? function (...given) {
      due.delete(number);
      return run.apply(this, given);
    } : run, delay, ...rest);
    if (wait > SOONEST && wait <= LATEST && performance.now() < YOUNG) due.set(number, performance.now() + wait);
    return number;
  };
  window.clearTimeout = (number) => {
    due.delete(number);
    never.call(window, number);
  };
  // Milliseconds until the last thing happens that the page put off while it was young.
  window.__gwWaits = () => Math.max(0, ...[...due.values()].map((time) => time - performance.now()));

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    return attach.call(this, { ...options, mode: "open" });
  };
})();

// Preloaded into a process that a test starts: a clock that stands on the day on which the example's policy files were written.
const NOW = Date.UTC(2026, 10, 20, 12);

globalThis.Date = class extends Date {
  constructor(...values) {
    super(...(values.length === 0 ? [NOW] : values));
  }

  static now() {
    return NOW;
  }
};

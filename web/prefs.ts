// A classic script that runs before the first paint: it has no imports and no exports on purpose.
(() => {
  const root = document.documentElement;
  const asks = (query: string): boolean => window.matchMedia(query).matches;
  const stored = (key: string): string | null => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const one = (value: string | null, known: readonly string[], otherwise: string): string =>
    value !== null && known.includes(value) ? value : otherwise;

  const system = asks("(prefers-contrast: more)") ? "contrast" : asks("(prefers-color-scheme: dark)") ? "dark" : "light";
  root.classList.add("js");
  root.dataset["theme"] = one(stored("theme"), ["light", "dark", "contrast"], system);
  root.dataset["size"] = one(stored("size"), ["s", "m", "l"], "s");
})();

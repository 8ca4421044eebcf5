/** What a reader chose on this device. Private windows refuse storage; then a choice lasts as long as the page. */
export type Choice = "theme" | "size";

export function remember(choice: Choice, value: string): void {
  document.documentElement.dataset[choice] = value;
  try {
    localStorage.setItem(choice, value);
  } catch {
    // The page has changed already; there is nothing more to do.
  }
}

export function chosen(choice: Choice): string {
  return document.documentElement.dataset[choice] ?? "";
}

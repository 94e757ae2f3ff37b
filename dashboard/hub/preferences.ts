// What this browser remembers of how a person likes the dashboard. No secret is ever in here.

type Preference = "theme" | "language";

export function read(preference: Preference): string | null {
  try {
    return localStorage.getItem(`nexuscall.${preference}`);
  } catch {
    return null; // A browser may forbid it; then nothing is remembered.
  }
}

export function write(preference: Preference, value: string): void {
  try {
    localStorage.setItem(`nexuscall.${preference}`, value);
  } catch {
    // As above.
  }
}

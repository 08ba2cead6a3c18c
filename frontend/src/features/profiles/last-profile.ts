const KEY = "edit-factory.last-profile";

/** The store that the person was in last, in this browser. */
export function lastProfile(): string | null {
  return localStorage.getItem(KEY);
}

/** Notes the store that the person is in. */
export function rememberLastProfile(profile: string): void {
  localStorage.setItem(KEY, profile);
}

/** Which workspace this tab works in. A tab keeps its own; a new tab starts with the last one chosen. */
const KEY = 'regulars.workspace';

export function currentWorkspaceId(): string | null {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
}

export function rememberWorkspace(id: string | null): void {
  for (const store of [sessionStorage, localStorage]) {
    if (id === null) store.removeItem(KEY);
    else store.setItem(KEY, id);
  }
}

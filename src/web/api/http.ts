import { noteAnswer } from './connection.ts';
import { currentWorkspaceId } from './place.ts';

export const API = '/api/v1';

/** Language and workspace travel with every call. */
export function callHeaders(): Record<string, string> {
  const workspace = currentWorkspaceId();
  return {
    'Accept-Language': document.documentElement.lang,
    ...(workspace === null ? {} : { 'X-Workspace': workspace }),
  };
}

/** fetch with the session cookie; tells the connection state how it went. */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(input, { ...init, credentials: 'include' });
    noteAnswer(answer.status);
    return answer;
  } catch (error) {
    if (!isAbort(error)) noteAnswer('none');
    throw error;
  }
}

/** An address for `<a download>`, `<img>` or EventSource, which cannot carry the workspace in a header. */
export function apiUrl(path: `/${string}`, parameters: Record<string, string | number | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  const workspace = currentWorkspaceId();
  if (workspace !== null) query.set('workspace', workspace);
  const text = query.toString();
  return `${API}${path}${text && `?${text}`}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

import { API, apiFetch, callHeaders } from '../api/http.ts';

/** Ends this session, also when the server has already forgotten it. Nothing that was read stays in the tab. */
export async function signOut(): Promise<void> {
  try {
    await apiFetch(`${API}/sign-out`, { method: 'POST', headers: callHeaders() });
  } finally {
    sessionStorage.clear();
  }
}

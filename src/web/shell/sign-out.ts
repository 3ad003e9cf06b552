import { API, apiFetch, callHeaders } from '../api/http.ts';

/** Ends this session; also when the server has already forgotten it. */
export async function signOut(): Promise<void> {
  await apiFetch(`${API}/sign-out`, { method: 'POST', headers: callHeaders() });
}

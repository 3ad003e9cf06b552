import { ORPCError } from '@orpc/client';
import { noteAnswer } from './connection.ts';
import { readErrorBody } from './errors.ts';
import { API, callHeaders } from './http.ts';

export interface Upload {
  file: File;
  fields?: Record<string, string>;
  /** 0…1 of the bytes sent. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Multipart by XMLHttpRequest, because fetch cannot tell how much has been sent. Throws the same errors as the client. */
export function upload<Answer>(path: `/${string}`, { file, fields = {}, onProgress, signal }: Upload): Promise<Answer> {
  const form = new FormData();
  // Fields first: the server streams, and must know them before the file begins.
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', API + path);
    request.responseType = 'json';
    request.withCredentials = true;
    const headers = { ...callHeaders(), 'Idempotency-Key': crypto.randomUUID() };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      noteAnswer(request.status);
      if (request.status < 300) resolve(request.response as Answer);
      else
        reject(
          readErrorBody(request.response, request.status) ?? new ORPCError('INTERNAL', { status: request.status }),
        );
    });
    request.addEventListener('error', () => {
      noteAnswer('none');
      reject(new TypeError('upload failed'));
    });
    request.addEventListener('abort', () => reject(new DOMException('upload cancelled', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

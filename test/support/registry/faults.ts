// How a registry fails on the wire. A fault is put on a path and changes how the answer to it is sent.
import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `times`: how many answers it spoils before the path is fine again; all of them unless given. */
export type Fault = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** Takes the request and says nothing; or sends headers and half of the body, and then nothing. */
  | { readonly kind: 'hang'; readonly where: 'before-headers' | 'in-body' }
  /** The body in this many pieces, this long apart. */
  | { readonly kind: 'slow'; readonly pieces: number; readonly milliseconds: number }
  /** Breaks the connection. */
  | { readonly kind: 'reset'; readonly where: 'before-headers' | 'in-body' }
  /** Half of the body, as if that were all. */
  | { readonly kind: 'cut' }
  /** A login page in place of JSON. */
  | { readonly kind: 'html' }
  /** To the same path of another registry. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Anything else. */
  | { readonly kind: 'answer'; readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string | Uint8Array }
);

/** Sends the answer in the way of the fault; `wrote` is told of each piece of body. Gives the status that was sent, 0 for none. */
export function sendFaulty(fault: Fault, { path, answer, response, wrote }: { readonly path: string; readonly answer: Answer; readonly response: ServerResponse; readonly wrote: (bytes: number) => void }): number {
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  const end = (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): number => {
    wrote(body.length);
    response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
    return status;
  };
  switch (fault.kind) {
    case 'status':
      return end(fault.status, { 'content-type': 'application/json', ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }) }, Buffer.from(JSON.stringify({ error: `fixture ${fault.status}` })));
    case 'cut':
      return end(answer.status, answer.headers, half);
    case 'html':
      return end(200, { 'content-type': 'text/html' }, Buffer.from('<!doctype html><title>Sign in</title><p>Sign in to go on.'));
    case 'redirect':
      return end(fault.status ?? 302, { location: new URL(path.slice(1), fault.to).href }, Buffer.alloc(0));
    case 'answer':
      return end(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers }, Buffer.from(fault.body as string));
    case 'hang':
    case 'reset':
      if (fault.where === 'in-body') {
        wrote(half.length);
        response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
        response.write(half, () => { if (fault.kind === 'reset') response.destroy(); });
        return answer.status;
      }
      if (fault.kind === 'reset') response.destroy();
      return 0;
    case 'slow':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
      trickle(answer.body, fault, { response, wrote });
      return answer.status;
    default:
      return fault satisfies never;
  }
}

function trickle(body: Uint8Array, fault: { readonly pieces: number; readonly milliseconds: number }, { response, wrote }: { readonly response: ServerResponse; readonly wrote: (bytes: number) => void }): void {
  const size = Math.max(1, Math.ceil(body.length / fault.pieces));
  let at = 0;
  const next = (): void => {
    if (response.destroyed) return;
    const piece = body.subarray(at, at + size);
    at += size;
    wrote(piece.length);
    response.write(piece);
    if (at >= body.length) response.end();
    else setTimeout(next, fault.milliseconds).unref();
  };
  next();
}

// The server's HTTP side. Every failure is a ServerError: status 0 is the network.

class ServerError extends Error {
  constructor(status, code, retryAfter, left) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.left = left; // tries, of a code
  }

  // The session is not known (any more): asking again with it is of no use.
  get lost() {
    return this.status === 401;
  }

  // Trying again later may work.
  get passing() {
    return this.status === 0 || this.status === 408 || this.status >= 500;
  }
}

const PATIENCE = 15000;

// `preparing` hears of each answer that the server is getting ready, in milliseconds.
function createServer(base, { preparing = () => {} } = {}) {
  async function failure(response) {
    const body = await response.json().catch(() => null);
    // The header cannot be read from another origin unless the server exposes it.
    const wait = Number(response.headers.get('Retry-After') ?? body?.error?.retry_after);
    if (body?.error?.code === 'getting_ready') preparing(wait * 1000);
    return new ServerError(
      response.status,
      body?.error?.code ?? 'unknown',
      wait > 0 ? wait * 1000 : undefined,
      body?.error?.left,
    );
  }

  async function call(method, path, { session, body, signal, keepalive, wait = 0 } = {}) {
    const headers = {};
    if (session) headers.Authorization = `Bearer ${session}`;
    if (body) headers['Content-Type'] = 'application/json';
    const control = new AbortController();
    const abort = () => control.abort();
    const timer = setTimeout(abort, PATIENCE + wait * 1000);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    try {
      const response = await fetch(new URL(path, base), {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: control.signal,
        credentials: 'omit',
        cache: path === 'widget.json' ? 'default' : 'no-store',
        keepalive,
      });
      if (!response.ok) throw await failure(response);
      return await response.json().catch(() => ({}));
    } catch (error) {
      throw error instanceof ServerError ? error : new ServerError(0, 'network');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  // The body is the file; only this way tells how far it has come.
  function upload(session, blob, name, { signal, progress }) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', new URL('chat/files', base));
      request.setRequestHeader('Authorization', `Bearer ${session}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.setRequestHeader('X-File-Name', encodeURIComponent(name.slice(-150)));
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
      request.onload = () => {
        const { status, response } = request;
        if (status === 201) resolve(response);
        else reject(new ServerError(status, response?.error?.code ?? 'unknown'));
      };
      request.onerror = request.onabort = () => reject(new ServerError(0, 'network'));
      signal.addEventListener('abort', () => request.abort());
      request.send(blob);
    });
  }

  async function file(session, id) {
    const headers = { Authorization: `Bearer ${session}` };
    const options = { headers, credentials: 'omit', cache: 'no-store' };
    const response = await fetch(new URL(`chat/files/${id}`, base), options).catch(() => {
      throw new ServerError(0, 'network');
    });
    if (!response.ok) throw await failure(response);
    return response.blob();
  }

  return {
    upload,
    file,
    socketAddress: () => new URL('chat/ws', base).href.replace(/^http/, 'ws'),
    settings: () => call('GET', 'widget.json'),
    openSession: (token, session, signal) =>
      call('POST', 'chat/sessions', {
        session,
        signal,
        body: token ? { customer_token: token } : {},
      }),
    // Have a one-time code sent: { language, contact? }.
    askCode: (session, body) => call('POST', 'chat/sessions/current/code', { session, body }),
    checkCode: (session, code) =>
      call('POST', 'chat/sessions/current/code/check', { session, body: { code } }),
    // A link to Telegram, how far it has got, and whether the account is one's own.
    askLink: (session) => call('POST', 'chat/sessions/current/telegram', { session }),
    linkState: (session) => call('GET', 'chat/sessions/current/telegram', { session }),
    answerLink: (session, body) =>
      call('POST', 'chat/sessions/current/telegram/answer', { session, body }),
    endLink: (session) => call('DELETE', 'chat/sessions/current/telegram', { session }),
    codeAddress: (session) => call('GET', 'chat/sessions/current/code', { session }),
    // keepalive: it must reach the server though the page goes away right after.
    endSession: (session) =>
      call('DELETE', 'chat/sessions/current', { session, keepalive: true }),
    post: (session, message, signal) =>
      call('POST', 'chat/messages', { session, body: message, signal }),
    messages(session, { after, before, wait, signal } = {}) {
      const query = new URLSearchParams();
      if (after !== undefined) query.set('after', after);
      if (before !== undefined) query.set('before', before);
      if (wait) query.set('wait', wait);
      return call('GET', `chat/messages?${query}`, { session, signal, wait });
    },
  };
}

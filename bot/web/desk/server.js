// The desk's routes. What they refuse is raised as `Refused` with the server's code.

class Refused extends Error {
  constructor(status, data) {
    super(data.error ?? `status ${status}`);
    this.status = status;
    this.code = data.error ?? '';
    this.data = data;
  }

  // Whether the same may go through a little later.
  get passes() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

const LOGIN = '/desk/login?next=/desk&ended=1';
let csrf = '';

function leave() {
  location.assign(LOGIN);
}

async function call(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  let content = body;
  if (body !== undefined && !(body instanceof Blob)) {
    headers['Content-Type'] = 'application/json';
    content = JSON.stringify(body);
  }
  if (body instanceof File) {
    headers['Content-Type'] = body.type || 'application/octet-stream';
    headers['X-File-Name'] = encodeURIComponent(body.name);
  }
  let answer;
  try {
    answer = await fetch(`/desk/api/${path}`, { method, headers, body: content });
  } catch {
    throw new Refused(0, { error: 'offline' });
  }
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return data;
  if (answer.status === 401) leave();
  throw new Refused(answer.status, data);
}

const get = (path) => call('GET', path);
const post = (path, body = {}) => call('POST', path, body);

async function loadMe() {
  const me = await get('me');
  csrf = me.csrf;
  return me;
}

// What the server has no route for yet, or this account no right to, is simply not there.
const perhaps = (promise) => promise.catch((error) => {
  if (error instanceof Refused) return null;
  throw error;
});

// What a refusal says to people, where nothing more fitting is known.
function wordsOf(error) {
  if (!(error instanceof Refused)) {
    console.error('Hamyar:', error);
    return say('failed');
  }
  const known = {
    not_there: 'notThere',
    not_fitting: 'notFitting',
    attended: 'attended',
    nothing_promised: 'nothingPromised',
  }[error.code];
  if (known) return say(known);
  if (error.status === 0) return say('offlineFailed');
  if (error.status === 403) return say('notAllowed');
  if (error.status === 404) return say('gone');
  return say('failed');
}

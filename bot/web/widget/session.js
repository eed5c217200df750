// Who is chatting. One session serves all tabs of this browser; the page says through
// getToken who its customer is, and another customer never meets the earlier one's thread.

// The customer a token speaks of. Only compared, never trusted: proving is the server's.
function subjectOf(token) {
  try {
    const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).sub);
  } catch {
    return null;
  }
}

function createSession({ memory, server, askPage }) {
  const { on, emit } = emitter();
  let present = memory.read('session'); // { session, conversation, subject } or null
  let leaving = new AbortController();
  // After signing out the page's own idea of its customer may be stale, in other tabs
  // above all: it is asked again when it says so (signIn) or is loaded anew.
  let mayAsk = true;
  let queue = Promise.resolve();

  // Sessions are made and changed by one tab at a time, so that two tabs never open two.
  function exclusive(work) {
    if (navigator.locks) return navigator.locks.request('hamyar-session', work);
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  }

  async function ask() {
    const signal = leaving.signal;
    if (!mayAsk) return undefined;
    try {
      const answer = await Promise.race([askPage(), pause(8000)]);
      return signal.aborted ? undefined : answer;
    } catch (error) {
      console.warn('Hamyar: getToken failed', error);
      return undefined;
    }
  }

  // `keepUnsent`: what was written and not yet delivered belongs to the same person.
  function adopt(next, { keepUnsent = false, expired = false, switching = false } = {}) {
    const before = present;
    present = next;
    emit('change', next, {
      keepUnsent,
      expired,
      switching,
      // Only a renewed session of the same customer goes on with the thread as it stands.
      sameThread:
        Boolean(before && next) &&
        before.conversation === next.conversation &&
        before.subject === next.subject,
    });
  }

  // What another tab may have changed meanwhile.
  function refresh() {
    const stored = memory.read('session');
    if (stored?.session === present?.session) return present;
    // A stranger who got a session, or signed in, in another tab is the same person.
    const same = !present?.subject || present.subject === stored?.subject;
    if (!stored) leave();
    adopt(stored, { keepUnsent: Boolean(stored && same) });
    return present;
  }

  async function open(token, joining) {
    const signal = leaving.signal;
    let opened;
    for (let tries = 0; !opened; tries += 1) {
      try {
        opened = await server.openSession(token, joining, signal);
      } catch (error) {
        const again = error.code === 'getting_ready' || (error.passing && tries < 2);
        if (again && !signal.aborted) {
          await pause(error.retryAfter ?? backOff(tries), signal);
          // A start may outlast a token.
          const newer = token && error.code === 'getting_ready' ? await ask() : undefined;
          if (typeof newer === 'string' && subjectOf(newer) === subjectOf(token)) token = newer;
        }
        // The thread cannot be joined: what counts is the token.
        else if (error.lost && joining) joining = undefined;
        else throw error;
      }
    }
    if (signal.aborted) {
      // Signed out meanwhile: nobody may use what has just been opened.
      server.endSession(opened.session).catch(() => {});
      throw new ServerError(0, 'left');
    }
    const { session, conversation } = opened;
    return { session, conversation, subject: token ? subjectOf(token) : null };
  }

  function keep(next, options) {
    // Another thread counts its messages anew.
    if (next.conversation !== present?.conversation) forgetPlaces();
    memory.write('session', next);
    adopt(next, options);
  }

  // Asks the page who its customer is. Nobody ends a customer's session here; no answer
  // (undefined, a failure) leaves a live one as it is, for it outlasts its token.
  async function identify({ anew = false } = {}) {
    mayAsk ||= anew;
    const asked = refresh()?.session;
    const token = await ask();
    if (token === null || token === '' || token === false) {
      const now = refresh();
      // Whom another tab has brought meanwhile, this answer does not speak of.
      if (!now?.subject || now.session !== asked) return Boolean(now?.subject);
      // Nor of one whom a code has signed in: the page has never known them.
      if (now.byCode) return true;
      // Not waited for: what is seen is gone at once, the server hears of it in its time.
      signOut();
      // The page has said so itself, so what it says next is not stale.
      mayAsk = true;
      return false;
    }
    if (typeof token !== 'string') return Boolean(present?.subject);
    return exclusive(async () => {
      const now = refresh();
      const subject = subjectOf(token);
      if (now?.subject && subject && now.subject === subject) return true;
      if (now?.subject) {
        forget({ switching: true });
        server.endSession(now.session).catch(() => {});
      }
      try {
        keep(await open(token, now?.subject ? undefined : now?.session), { keepUnsent: true });
        return true;
      } catch (error) {
        if (error.code !== 'left') {
          console.warn('Hamyar: signing in failed', error);
          emit('refused', error);
        }
        return false;
      }
    });
  }

  // The right code makes a customer of a stranger, in another session (true); a
  // customer's own session stays (false). Throws a ServerError.
  function prove(code) {
    return exclusive(async () => {
      const signal = leaving.signal;
      const now = refresh();
      if (!now) throw new ServerError(401, 'session_missing');
      const { session, conversation } = await server.checkCode(now.session, code);
      if (signal.aborted) {
        server.endSession(session).catch(() => {});
        throw new ServerError(0, 'left');
      }
      if (session === now.session) return false;
      // Who they are is the server's to know; their one thread stands for them here.
      keep({ session, conversation, subject: conversation, byCode: true }, { keepUnsent: true });
      return true;
    });
  }

  // The session to write with, opened when there is none yet.
  function ensure() {
    return exclusive(async () => {
      const now = refresh();
      if (now) return now;
      const token = await ask();
      try {
        keep(await open(typeof token === 'string' ? token : null), { keepUnsent: true });
      } catch (error) {
        if (!token || error.passing) throw error;
        // A token that is no good makes a stranger, not silence.
        emit('refused', error);
        keep(await open(null), { keepUnsent: true });
      }
      return present;
    });
  }

  // The customer's thread was joined to another one, or parted from it: what is shown here
  // may be somebody else's now.
  function moved(conversation) {
    if (!present || !conversation || conversation === present.conversation) return;
    keep({ ...present, conversation }, { keepUnsent: true });
  }

  // The server no longer knows `used`: renew it with the page's token, else begin anew.
  function lost(used) {
    return exclusive(async () => {
      const now = refresh();
      if (now?.session !== used) return;
      const token = await ask();
      if (present?.session !== used) return;
      if (typeof token === 'string' && token) {
        const same = now.subject !== null && subjectOf(token) === now.subject;
        if (!same) forget({ keepUnsent: now.subject === null, switching: true });
        try {
          keep(await open(token), { keepUnsent: true });
          return;
        } catch (error) {
          if (error.passing) throw error;
          console.warn('Hamyar: signing in failed', error);
        }
      }
      forget({ keepUnsent: true, expired: true });
    });
  }

  function forgetPlaces() {
    memory.write('read', null);
    memory.write('proved', null);
  }

  function forget(options) {
    memory.write('session', null);
    forgetPlaces();
    adopt(null, options);
  }

  function leave() {
    leaving.abort();
    leaving = new AbortController();
    mayAsk = false;
  }

  // Everything of the customer leaves this browser at once; then the server is told.
  async function signOut() {
    const ended = present ?? memory.read('session');
    leave();
    memory.wipe();
    adopt(null);
    for (let tries = 0; ended && tries < 4; tries += 1) {
      try {
        await server.endSession(ended.session);
        return;
      } catch (error) {
        if (!error.passing) return;
        await pause(backOff(tries));
      }
    }
  }

  memory.onChange((name) => {
    if (name === 'session') refresh();
  });

  // A page kept by the browser for "back" hears nothing of what other tabs did meanwhile.
  window.addEventListener('pageshow', refresh);
  document.addEventListener('visibilitychange', refresh);

  return {
    on,
    identify,
    ensure,
    prove,
    lost,
    moved,
    signOut,
    present: () => present,
  };
}

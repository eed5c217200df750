// Proving who one is by a one-time code: where it went, what came of it, and no elements.
// The server knows the rest; of a code that is under way this tab remembers only whither,
// for on a phone the page may be loaded anew while somebody looks at their messages.

// What the server refuses, in a key of WORDS with its values.
function refusalOf(error) {
  if (error.code === 'code_wrong' && error.left > 0) return { key: 'codeWrong', n: error.left };
  if (error.code === 'code_wrong' || error.code === 'code_over') return { key: 'codeOver' };
  if (error.status === 429) return { key: 'codeTooMany', wait: error.retryAfter ?? 60000 };
  if (error.code === 'codes_unavailable') return { key: 'codesOff' };
  if (error.status === 400) return { key: 'contactBad' };
  if (error.status === 0 && navigator.onLine === false) return { key: 'codeOffline' };
  return { key: 'codeTrouble' };
}

function createProving({ memory, server, session }) {
  const { on, emit } = emitter();
  const fresh = () => ({
    step: 'contact', // where to, then the code
    contact: undefined, // as it was typed; a customer names none
    to: '', // as the server wrote it
    againAt: 0, // when another code may be asked for
    draft: '',
    busy: false,
    error: null,
  });
  const thread = () => session.present()?.conversation ?? null;
  let state = fresh();
  const kept = memory.read('code', 'tab');
  if (kept && kept.thread === thread()) Object.assign(state, kept, { step: 'code' });

  function put(changes) {
    state = { ...state, ...changes };
    emit('change');
  }

  function reset() {
    memory.write('code', null, 'tab');
    put(fresh());
  }

  // One thing at a time; what fails is told in the form.
  async function attempt(work) {
    if (state.busy) return;
    put({ busy: true, error: null });
    const used = session.present()?.session;
    try {
      await work();
    } catch (failure) {
      if (failure.lost && used) session.lost(used).catch(() => {});
      const error = refusalOf(failure);
      // Where no code is any good, nobody waits for the next one.
      put({ error, againAt: error.key === 'codeOver' ? 0 : state.againAt });
    } finally {
      put({ busy: false });
    }
  }

  const ask = (language, contact) =>
    attempt(async () => {
      const { session: used } = await session.ensure();
      const { to, again_in: wait } = await server.askCode(used, { language, contact });
      const sent = { contact, to, againAt: Date.now() + wait * 1000 };
      memory.write('code', { ...sent, thread: thread() }, 'tab');
      put({ ...sent, step: 'code', draft: '' });
      emit('sent');
    });

  const check = (code) =>
    attempt(async () => {
      const joined = await session.prove(code);
      reset();
      emit('done', joined);
    });

  // Another person, or another thread: nothing of this is theirs.
  let held = thread();
  session.on('change', () => {
    const former = held;
    held = thread();
    if (former !== null && former !== held) reset();
  });

  return {
    on,
    ask,
    check,
    state: () => state,
    // What is typed outlives a form that is drawn anew.
    note: (draft) => void (state.draft = draft),
    again: (language) => ask(language, state.contact),
    change: () => put({ ...fresh(), draft: state.contact ?? '' }),
    // Where a code goes that a customer asks for, masked.
    async onFile() {
      const { session: used } = session.present() ?? {};
      return used ? (await server.codeAddress(used)).to : '';
    },
    // Typed into the chat itself: the server has said that it is a code.
    take(text) {
      put({ step: 'code', draft: text });
      return check(text);
    },
  };
}

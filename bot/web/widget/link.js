// The live connection: a WebSocket that resumes where it stopped; where WebSockets do not
// get through, long polling, with another try for the WebSocket from time to time.

const READY_WITHIN = 3000;
const MISSES = 2;
const POLL_WAIT = 25;
const FIRST_PROBE = 30000;
const LAST_PROBE = 600000;
const SILENCE = 60000;

function createLink({ server, cursor }) {
  const { on, emit } = emitter();
  let session = null;
  let socket = null;
  let ready = false;
  let polling = null;
  let timer = 0;
  let tries = 0;
  let misses = 0;
  let probeAfter = FIRST_PROBE;
  let heard = 0;
  let state = 'idle';

  function become(next) {
    if (next === state) return;
    state = next;
    emit('state', next);
  }

  function later(work, ms) {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  }

  function connect() {
    clearTimeout(timer);
    if (!session) return;
    if (navigator.onLine === false) {
      become('offline');
      return;
    }
    if (state !== 'live') become('connecting');
    if (misses >= MISSES) poll();
    else openSocket();
  }

  function openSocket() {
    if (socket || !session) return;
    let mine;
    try {
      mine = new WebSocket(server.socketAddress());
    } catch {
      misses = MISSES;
      poll();
      return;
    }
    socket = mine;
    const deadline = setTimeout(() => {
      misses = MISSES;
      closed(mine);
    }, READY_WITHIN);
    mine.onopen = () => {
      mine.send(JSON.stringify({ type: 'hello', session, after: cursor() }));
    };
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return;
      heard = Date.now();
      const frame = JSON.parse(data);
      if (frame.type === 'ready') {
        clearTimeout(deadline);
        nowReady();
        emit('thread', frame.conversation);
      } else receive(frame);
    };
    mine.onclose = () => {
      clearTimeout(deadline);
      closed(mine);
    };
  }

  function nowReady() {
    ready = true;
    tries = 0;
    misses = 0;
    probeAfter = FIRST_PROBE;
    polling?.abort();
    polling = null;
    become('live');
    emit('ready');
  }

  function receive(frame) {
    if (frame.type === 'message') emit('message', frame.message ?? frame);
    else if (frame.type === 'typing') emit('typing', frame.on, frame.name);
    else if (frame.type === 'accepted') emit('accepted', frame);
    else if (frame.type === 'telegram') emit('telegram');
    else if (frame.type === 'signed_out') emit('lost', session);
    else if (frame.type === 'error' && frame.id) emit('refused', frame);
    else if (frame.type === 'error' && /session/.test(frame.error?.code)) emit('lost', session);
  }

  function closed(mine) {
    if (socket !== mine) return;
    const wasReady = ready;
    drop();
    if (!session) return;
    emit('typing', false);
    emit('dropped');
    if (!wasReady) misses += 1;
    if (polling) {
      probeAfter = Math.min(LAST_PROBE, probeAfter * 2);
      later(openSocket, probeAfter * (0.75 + Math.random() / 2));
      return;
    }
    become(navigator.onLine === false ? 'offline' : 'connecting');
    later(connect, misses >= MISSES ? 0 : backOff(tries));
    tries += 1;
  }

  function drop() {
    const old = socket;
    socket = null;
    ready = false;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }

  async function poll() {
    if (polling) return;
    const control = new AbortController();
    const { signal } = control;
    polling = control;
    later(openSocket, probeAfter * (0.75 + Math.random() / 2));
    let failed = 0;
    let wait = 0; // The first answer comes at once and shows that this way is open.
    while (!signal.aborted) {
      const asked = Date.now();
      try {
        const after = cursor();
        const page = await server.messages(session, { after, wait, signal });
        const { messages = [], conversation } = page;
        if (signal.aborted) return;
        emit('thread', conversation);
        if (signal.aborted) return;
        for (const message of messages) emit('message', message);
        if (failed > 0) later(openSocket, backOff(0));
        become('live');
        if (wait === 0) emit('ready');
        failed = 0;
        // A server that does not wait must not be asked without pause.
        if (wait > 0 && cursor() === after) await pause(1000 - (Date.now() - asked), signal);
        wait = POLL_WAIT;
      } catch (error) {
        if (signal.aborted) return;
        if (error.lost) {
          polling = null;
          emit('lost', session);
          return;
        }
        become(navigator.onLine === false ? 'offline' : 'connecting');
        await pause(error.retryAfter ?? backOff(failed), signal);
        failed += 1;
        wait = 0;
      }
    }
  }

  function stop() {
    clearTimeout(timer);
    polling?.abort();
    polling = null;
    session = null;
    drop();
    become('idle');
  }

  // Something changed outside: the network came back, the page was woken.
  function wake() {
    if (!session) return;
    tries = 0;
    misses = 0;
    probeAfter = FIRST_PROBE;
    polling?.abort();
    polling = null;
    drop();
    emit('dropped');
    connect();
  }

  window.addEventListener('online', wake);
  window.addEventListener('offline', () => {
    if (session) become('offline');
  });
  window.addEventListener('pageshow', (event) => event.persisted && wake());
  document.addEventListener('visibilitychange', () => {
    // A computer that slept holds a socket that looks open and is not.
    if (!document.hidden && ready && Date.now() - heard > SILENCE) wake();
  });

  return {
    on,
    wake,
    stop,
    start(next) {
      stop();
      session = next;
      tries = 0;
      misses = 0;
      connect();
    },
    // Where there is no open socket, messages go by HTTP.
    isOpen: () => ready && socket.readyState === WebSocket.OPEN,
    send: (frame) => socket.send(JSON.stringify(frame)),
    state: () => state,
  };
}

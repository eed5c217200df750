// The live connection: it comes back by itself and goes on where each conversation stood.

const ALIVE = 20000;
const SILENCE = 90000;
const SIGNED_OUT_CLOSE = 4401;
const NOT_ALLOWED_CLOSE = 4403;

// `watched` gives { number, after } of every conversation that is followed.
function createLive({ watched }) {
  const { on, emit } = emitter();
  let socket = null;
  let ready = false;
  let fresh = true; // whoever opens the page is here; who only comes back is as before
  let tries = 0;
  let timer = 0;
  let slept = Date.now();
  let state = 'connecting';
  let following = new Set();

  function become(next) {
    if (next === state) return;
    state = next;
    emit('state', next);
  }

  function connect() {
    clearTimeout(timer);
    if (socket) return;
    if (navigator.onLine === false) {
      become('offline');
      return;
    }
    become('connecting');
    const mine = new WebSocket(
      `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/desk/live`,
    );
    socket = mine;
    mine.onopen = () => mine.send(JSON.stringify({ type: 'hello', fresh }));
    mine.onmessage = ({ data }) => {
      if (socket === mine) receive(JSON.parse(data));
    };
    mine.onclose = ({ code }) => closed(mine, code);
  }

  function receive(frame) {
    if (frame.type === 'ready') {
      ready = true;
      fresh = false;
      tries = 0;
      following = new Set();
      become('live');
      follow();
      emit('ready', frame);
    } else if (frame.type === 'signed_out') leave();
    else emit(frame.type, frame);
  }

  function closed(mine, code) {
    if (socket !== mine) return;
    socket = null;
    ready = false;
    if (code === SIGNED_OUT_CLOSE) {
      leave();
      return;
    }
    emit('dropped');
    become(navigator.onLine === false ? 'offline' : 'connecting');
    tries += 1;
    timer = setTimeout(connect, code === NOT_ALLOWED_CLOSE ? 60000 : backOff(tries));
  }

  function drop() {
    const old = socket;
    socket = null;
    ready = false;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }

  function wake() {
    tries = 0;
    drop();
    connect();
  }

  function send(frame) {
    if (ready && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  // Ask for what is followed now and was not before; let go of the rest.
  function follow() {
    if (!ready) return;
    const wanted = watched();
    const numbers = new Set(wanted.map(({ number }) => number));
    for (const number of following) {
      if (!numbers.has(number)) send({ type: 'unwatch', number });
    }
    for (const { number, after } of wanted) {
      if (!following.has(number)) send({ type: 'watch', number, after });
    }
    following = numbers;
  }

  setInterval(() => {
    const now = Date.now();
    // A computer that slept holds a socket that looks open and is not.
    if (now - slept > SILENCE) wake();
    slept = now;
    send({ type: 'alive' });
  }, ALIVE);
  window.addEventListener('online', wake);
  window.addEventListener('offline', () => {
    drop();
    become('offline');
  });
  window.addEventListener('pageshow', (event) => event.persisted && wake());

  return {
    on,
    connect,
    follow,
    send,
    state: () => state,
    // The server has let go of a conversation; `follow` asks for it anew.
    released: (number) => following.delete(number),
  };
}

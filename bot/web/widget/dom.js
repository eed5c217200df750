// Elements are made, never parsed: no innerHTML anywhere, so data cannot become markup
// and pages with Trusted Types or without inline styles hold the widget too.

const ICONS = {
  chat: 'M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3 5.8-.1 1.3-.6 2.4-1.5 3.5 1.9-.1 3.6-.7 5-1.8.8.2 1.6.2 2.5.2 5 0 9-3.4 9-7.7s-4-7.7-9-7.7ZM8 11.3h.01M12 11.3h.01M16 11.3h.01',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  down: 'M6 9.5l6 6 6-6',
  send: 'M12 19V5.5M6 11.2l6-6 6 6',
  menu: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  check: 'M5.5 12.5l4.2 4.2L18.5 8',
  leave: 'M10 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4 4-4 4M19 12H10',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15',
  lock: 'M8 10.5V8a4 4 0 0 1 8 0v2.5M6.5 10.5h11a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1ZM12 14v2.5',
  alert: 'M12 8v4.6M12 16h.01M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4Z',
  attach: 'M20 11.2l-7.9 7.9a5 5 0 0 1-7.1-7.1l8.2-8.2a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5',
  file: 'M13.5 3.5H7.2A1.7 1.7 0 0 0 5.5 5.2v13.6a1.7 1.7 0 0 0 1.7 1.7h9.6a1.7 1.7 0 0 0 1.7-1.7V8.5l-5-5ZM13.5 3.5v5h5',
  plane: 'M20.5 4.5 3.5 11.2l5.3 2 2 6 3-3.6 4.4 3.2 2.3-14.3ZM8.8 13.2l11.7-8.7-9.7 10.7',
  clock: 'M12 7.5V12l3 2M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4Z',
};

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// el('button', { class: 'x', ariaLabel: '…', onclick }, 'text', node, null)
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && name !== 'role') node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// Text that only a screen reader gets.
const spoken = (text) => el('span', { class: 'sr' }, text);

function emitter() {
  const listeners = new Map();
  return {
    on(name, listener) {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name).add(listener);
      return () => listeners.get(name).delete(listener);
    },
    emit(name, ...values) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(...values);
        } catch (error) {
          // A page's own listener must not stop the chat.
          console.error('Hamyar:', error);
        }
      }
    },
  };
}

// Resolves after `ms`, or at once when the signal is aborted.
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

// Exponential with full jitter, so that a restarted server is not met by everyone at once.
const backOff = (tries, most = 30000) =>
  250 + Math.random() * Math.min(most, 500 * 2 ** Math.min(tries, 10));

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Pages without https lack randomUUID but have getRandomValues.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// What outlives the page. localStorage is shared by all tabs, whose `storage` events tell
// the others of signing in, signing out and reading; sessionStorage belongs to this tab.
// Where storage is forbidden everything still works, for as long as the page stands.

function createMemory(server) {
  const prefix = `hamyar:${server}:`;
  const stores = { all: safeStorage('localStorage'), tab: safeStorage('sessionStorage') };

  function safeStorage(name) {
    try {
      const storage = window[name];
      storage.setItem(`${prefix}probe`, '1');
      storage.removeItem(`${prefix}probe`);
      return storage;
    } catch {
      const kept = new Map();
      return {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      };
    }
  }

  function parse(text) {
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }

  const read = (name, where = 'all') => parse(stores[where].getItem(prefix + name));

  function write(name, value, where = 'all') {
    try {
      if (value === null) stores[where].removeItem(prefix + name);
      else stores[where].setItem(prefix + name, JSON.stringify(value));
    } catch {
      // A full disk costs the memory of this, not the chat.
    }
  }

  return {
    read,
    write,
    // Everything that belongs to the person who leaves; the next one finds nothing.
    wipe() {
      for (const name of ['session', 'read', 'lang', 'visit', 'proved', 'linking']) write(name, null);
      for (const name of ['outbox', 'code', 'open']) write(name, null, 'tab');
    },
    // A mark of the present visitor: what a tab kept for an earlier one is not sent.
    visit() {
      if (!read('visit')) write('visit', uuid());
      return read('visit');
    },
    onChange(listener) {
      window.addEventListener('storage', (event) => {
        // Without a key everything was wiped.
        if (event.key === null) listener('session');
        else if (event.key.startsWith(prefix)) listener(event.key.slice(prefix.length));
      });
    },
  };
}

// What is being written, by conversation, kept for as long as the tab is there and the same
// person sits before it: whoever comes next neither reads it nor sends it in their own name.

const KEPT = 'hamyar-desk-';

const kept = {
  _of: '',
  // Somebody is signed in. What others have left in this tab is gone.
  visit(account) {
    this._of = `${KEPT}${account}:`;
    this._drop((key) => !key.startsWith(this._of));
  },
  clear() {
    this._drop(() => true);
  },
  _drop(which) {
    try {
      const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT));
      for (const key of keys.filter(which)) sessionStorage.removeItem(key);
    } catch {
      // Where storage is forbidden nothing was left.
    }
  },
  read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(this._of + name));
    } catch {
      return null;
    }
  },
  write(name, value) {
    const key = this._of + name;
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Storage that is full or forbidden: then it is kept as long as the page is.
    }
  },
};

const drafts = {
  _here: new Map(),
  _key: (number, kind) => `draft:${number}:${kind}`,
  // { text, files } of a reply or a note.
  of(number, kind) {
    const key = this._key(number, kind);
    return this._here.get(key) ?? kept.read(key) ?? { text: '', files: [] };
  },
  keep(number, kind, draft) {
    const key = this._key(number, kind);
    const isEmpty = !draft.text && !draft.files.length;
    this._here.set(key, draft);
    kept.write(key, isEmpty ? null : draft);
  },
  // What could not be sent comes back before what has been written since.
  giveBack(number, kind, text, files) {
    const now = this.of(number, kind);
    this.keep(number, kind, {
      text: [text, now.text].filter(Boolean).join('\n'),
      files: [...files, ...now.files],
    });
  },
};

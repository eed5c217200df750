// Photos and files: what waits to be sent, above the composer, and what was sent, in the
// thread. A file goes to the server as soon as it is chosen; the message names it.

const MOST_FILES = 5;
const MOST_FILE_BYTES = 10 * 1024 * 1024;
const ACCEPTED =
  'image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,.csv,' +
  'video/mp4,audio/mp4,audio/ogg,audio/mpeg';
const FILE_TROUBLE = {
  file_type: 'fileType',
  file_too_large: 'fileLarge',
  body_too_large: 'fileLarge',
  file_empty: 'fileEmpty',
  file_damaged: 'fileDamaged',
  too_many_files: 'fileMany',
  too_many_requests: 'fileMany',
  blocked: 'blocked',
};

const isPicture = ({ type }) => /^image\/(jpeg|png|webp|gif)$/.test(type);

// The content of files by their ids, read once and forgotten with the session.
function createContents({ server, session }) {
  let kept = new Map();

  const read = async ({ id }) => server.file(session.present()?.session, id);
  const held = (blob) => ({ blob, address: URL.createObjectURL(blob) });

  function get(file) {
    if (!kept.has(file.id)) {
      const made = read(file).then((blob) => held(new Blob([blob], { type: file.type })));
      kept.set(file.id, made);
      made.catch(() => kept.delete(file.id));
    }
    return kept.get(file.id);
  }

  return {
    put: (id, blob) => kept.set(id, Promise.resolve(held(blob))),
    // An address of a picture, for this page alone.
    picture: async (file) => (await get(file)).address,
    blob: async (file) => (await get(file)).blob,
    // Nothing but a save: as this type no browser shows it.
    async save(file) {
      const blob = new Blob([await read(file)], { type: 'application/octet-stream' });
      const address = URL.createObjectURL(blob);
      el('a', { href: address, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    },
    clear() {
      for (const made of kept.values()) made.then(({ address }) => URL.revokeObjectURL(address), () => {});
      kept = new Map();
    },
  };
}

// A file of the thread: a picture to look at, or something to save.
function fileOf(file, contents) {
  if (file.gone) return chipOf(file, say('fileGone'), true);
  if (!isPicture(file)) return saved(file, contents);
  const image = el('img', { alt: file.name, decoding: 'async' });
  if (file.width && file.height) {
    image.width = file.width;
    image.height = file.height;
  }
  const root = el(
    'a',
    { class: 'picture', target: '_blank', rel: 'noopener', 'aria-label': file.name },
    image,
  );
  const fail = () => root.replaceWith(saved(file, contents));
  // A page whose policy lets no such picture in may still have it drawn.
  image.addEventListener('error', () => {
    drawn(file, contents).then((canvas) => image.replaceWith(canvas), fail);
  });
  // Only what comes into view is read.
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    contents.picture(file).then((address) => {
      image.src = root.href = address;
    }, fail);
  });
  seen.observe(root);
  return root;
}

async function drawn(file, contents) {
  const whole = await createImageBitmap(await contents.blob(file));
  const part = Math.min(1, 800 / Math.max(whole.width, whole.height));
  const canvas = el('canvas', { role: 'img', 'aria-label': file.name });
  canvas.width = whole.width * part;
  canvas.height = whole.height * part;
  canvas.getContext('2d').drawImage(whole, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function saved(file, contents) {
  const chip = chipOf(file, saySize(file.size));
  chip.setAttribute('aria-label', say('fileSave', { name: file.name }));
  chip.addEventListener('click', async () => {
    chip.disabled = true;
    try {
      await contents.save(file);
    } catch (error) {
      const key = error.code === 'file_gone' ? 'fileGone' : 'fileTrouble';
      chip.querySelector('small').textContent = say(key);
    }
    chip.disabled = false;
  });
  return chip;
}

function chipOf(file, words, disabled = false) {
  return el(
    'button',
    { type: 'button', class: 'file', disabled },
    icon('file'),
    el('span', {}, el('bdi', {}, file.name), el('small', {}, words)),
  );
}

// What is to go with the next message.
function createTray({ server, session, contents, onChange }) {
  const note = el('div', { class: 'file-note', role: 'status' });
  const list = el('ul', { class: 'tray' });
  // What became of a file is seen beside it; here it is read aloud.
  const aloud = el('span', { class: 'sr', role: 'status' });
  const root = el('div', { class: 'tray-root', hidden: true }, list, note, aloud);
  let entries = []; // { blob, name, file?, code?, progress, control, parts }

  function changed() {
    list.hidden = entries.length === 0;
    root.hidden = entries.length === 0 && !note.textContent;
    onChange();
  }

  function tell(text) {
    note.textContent = text;
    changed();
  }

  function show(entry) {
    const { row, bar, words, again } = entry.parts;
    const failed = Boolean(entry.code);
    row.classList.toggle('failed', failed);
    bar.hidden = failed || Boolean(entry.file);
    bar.value = entry.progress;
    again.hidden = !failed || entry.code in FILE_TROUBLE;
    words.textContent = failed
      ? say(FILE_TROUBLE[entry.code] ?? 'fileTrouble')
      : entry.file
        ? saySize(entry.blob.size)
        : say('uploading', { n: sayNumber(Math.round(entry.progress * 100)) });
    if (failed || entry.file) aloud.textContent = `${entry.name}: ${words.textContent}`;
    changed();
  }

  function remove(entry) {
    entry.control.abort();
    entries = entries.filter((each) => each !== entry);
    entry.parts.row.remove();
    if (entry.address) URL.revokeObjectURL(entry.address);
    tell('');
  }

  function rowOf(entry) {
    const drop = el('button', { type: 'button', class: 'drop' }, icon('close'));
    drop.setAttribute('aria-label', say('removeFile', { name: entry.name }));
    drop.addEventListener('click', () => remove(entry));
    const again = el('button', { type: 'button', class: 'again', hidden: true }, say('retry'));
    again.addEventListener('click', () => upload(entry));
    const words = el('small', {});
    const bar = el('progress', { max: 1, value: 0, 'aria-label': entry.name });
    let face = icon('file');
    if (isPicture(entry.blob)) {
      entry.address = URL.createObjectURL(entry.blob);
      face = el('img', { src: entry.address, alt: '' });
      face.addEventListener('error', () => face.replaceWith(icon('file')));
    }
    const about = el('span', {}, el('bdi', {}, entry.name), words, bar);
    entry.parts = { words, bar, again };
    entry.parts.row = el('li', {}, face, about, again, drop);
    return entry.parts.row;
  }

  async function upload(entry) {
    Object.assign(entry, { code: '', progress: 0, control: new AbortController() });
    const { signal } = entry.control;
    show(entry);
    try {
      if (entry.blob.size > MOST_FILE_BYTES) throw new ServerError(413, 'file_too_large');
      if (entry.blob.size === 0) throw new ServerError(400, 'file_empty');
      const { session: used } = await session.ensure();
      const progress = (part) => {
        entry.progress = part;
        show(entry);
      };
      const file = await server.upload(used, entry.blob, entry.name, { signal, progress });
      entry.file = file;
      if (isPicture(file)) contents.put(file.id, entry.blob);
    } catch (error) {
      if (signal.aborted) return;
      entry.code = error.code || 'unknown';
    }
    show(entry);
  }

  return {
    root,
    add(blobs) {
      note.textContent = '';
      for (const blob of blobs) {
        if (entries.length === MOST_FILES) {
          note.textContent = say('fileMost', { n: sayNumber(MOST_FILES) });
          break;
        }
        const entry = { blob, name: blob.name || 'image.png', progress: 0 };
        entries.push(entry);
        list.append(rowOf(entry));
        upload(entry);
      }
      changed();
    },
    isBusy: () => entries.some(({ file, code }) => !file && !code),
    hasReady: () => entries.some(({ file }) => file),
    // What is ready goes with the message; what has failed stays, to be seen.
    take() {
      const ready = entries.filter(({ file }) => file);
      ready.forEach(remove);
      return ready.map(({ file }) => file);
    },
    clear() {
      [...entries].forEach(remove);
    },
  };
}

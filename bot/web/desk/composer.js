// Where an agent writes: a reply to the customer or a note for colleagues. What is being
// written is kept by conversation and kind.

const MOST = 4000;
const TYPING_EVERY = 3000;

// As the server takes them.
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
  upload_slow: 'fileSlow',
};

function createComposer({ store, threadOf, outbox, live }) {
  let kind = 'reply';
  let number = null;
  let files = [];
  const underWay = new Map(); // number and kind -> names of files that are being uploaded
  let offered = '';
  let typedAt = 0;
  let typingNumber = null;

  const tabs = new Map(
    ['reply', 'note'].map((each) => [
      each,
      el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${each}`,
          'aria-controls': 'writing',
          onclick: () => turn(each, true),
        },
        icon(each === 'reply' ? 'pen' : 'lock'),
        say(each),
      ),
    ]),
  );
  const field = el('textarea', { rows: 2, dir: 'auto', autocomplete: 'off' });
  field.setAttribute('enterkeyhint', 'send');
  const chips = el('div', { class: 'chips', role: 'group', 'aria-label': say('suggested') });
  const attached = el('ul', { class: 'attached', hidden: true });
  const picker = el('input', { type: 'file', multiple: true, hidden: true, tabIndex: -1 });
  picker.setAttribute('aria-hidden', 'true');
  picker.accept = ACCEPTED;
  const clip = el('button', { type: 'button', class: 'plain clip', 'aria-label': say('attach') });
  clip.title = say('attach');
  clip.append(icon('clip'));
  const button = el('button', { type: 'submit', class: 'go send' });
  const hint = el('p', { class: 'why', role: 'status', hidden: true });
  const counter = el('span', { class: 'counter', role: 'status' });
  const palette = createPalette({ field, choose: (text) => fill(text) });
  const tablist = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('writing') }, [
    ...tabs.values(),
  ]);
  const writing = el(
    'form',
    { class: 'writing', id: 'writing', role: 'tabpanel' },
    palette.root,
    hint,
    attached,
    field,
    el('div', { class: 'under' }, clip, picker, counter, button),
  );
  const root = el('div', { class: 'composer' }, chips, tablist, writing);

  const about = () => {
    const row = store.row(number);
    return row ? { row, me: store.me, thread: threadOf(number) } : null;
  };
  const mayReply = () => {
    const row = store.row(number);
    return Boolean(row?.mine && row.state === 'held');
  };

  // What has left an agent is over for them: they read what was said until then.
  const mayNote = () => {
    const row = store.row(number);
    return Boolean(mayReply() || row?.may_claim || store.may('see_all'));
  };
  const mayWrite = () => (kind === 'note' ? mayNote() : mayReply());

  function refresh() {
    const text = field.value.trim();
    const over = lengthOf(text) - MOST;
    const shut = !mayWrite();
    const [coming] = comingTo(number, kind);
    const many = files.length > MOST_FILES;
    field.disabled = shut && !field.value;
    // What is under way is meant to go with it.
    button.disabled = shut || over > 0 || many || Boolean(coming) || (!text && !files.length);
    clip.disabled = shut;
    if (over > 0) counter.textContent = say('tooLong', { n: sayNumber(over) });
    else if (many) counter.textContent = say('fileMost', { n: sayNumber(MOST_FILES) });
    else counter.textContent = coming ? say('uploading', { name: coming }) : '';
    field.dir = field.value ? 'auto' : isRtl(speech.lang) ? 'rtl' : 'ltr';
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, 260)}px`;
  }

  const comingTo = (to, as) => underWay.get(`${to} ${as}`) ?? [];

  function why() {
    const row = store.row(number);
    if (!row || mayWrite()) return '';
    const whose =
      row.state === 'waiting'
        ? say('toReply')
        : row.state === 'ended'
          ? say('isOver')
          : say('notYours', { name: nameOf(row.agent?.name) || say('agent') });
    const also = kind === 'reply' && mayNote() ? say('canNote') : '';
    return [whose, field.value ? say('textKept') : also].filter(Boolean).join(' ');
  }

  function render() {
    const row = store.row(number);
    root.hidden = !row;
    if (!row) return;
    for (const [each, tab] of tabs) {
      tab.setAttribute('aria-selected', String(each === kind));
      tab.tabIndex = each === kind ? 0 : -1;
    }
    root.classList.toggle('noting', kind === 'note');
    writing.setAttribute('aria-labelledby', `tab-${kind}`);
    const text = say(kind === 'note' ? 'noteHint' : 'replyHint');
    field.placeholder = text;
    field.setAttribute('aria-label', say(kind));
    button.replaceChildren(icon(kind === 'note' ? 'check' : 'send'), say(kind === 'note' ? 'keep' : 'send'));
    hint.textContent = why();
    hint.hidden = !hint.textContent;
    // What had been written can still be read and copied.
    field.hidden = !hint.hidden && !field.value;
    field.readOnly = !hint.hidden;
    writing.querySelector('.under').hidden = !hint.hidden;
    renderChips();
    renderFiles();
    refresh();
  }

  function renderChips() {
    const replies = threadOf(number)?.suggestions?.replies ?? [];
    const shown = kind === 'reply' && mayReply() ? replies.slice(0, 4) : [];
    // One that is under somebody's finger stays where it is.
    const made = JSON.stringify([number, shown.map((each) => [each, filled(each.text, about())])]);
    if (made === offered) return;
    offered = made;
    chips.hidden = shown.length === 0;
    chips.replaceChildren(
      ...shown.map(({ title, text, lang }) => {
        const whole = filled(text, about());
        return el(
          'button',
          {
            type: 'button',
            class: 'chip',
            dir: 'auto',
            lang,
            title: whole,
            onclick: () => fill(whole),
          },
          icon('spark'),
          nameOf(title) || whole,
        );
      }),
    );
  }

  function renderFiles() {
    attached.hidden = files.length === 0;
    attached.replaceChildren(
      ...files.map((file) => {
        const off = el('button', {
          type: 'button',
          class: 'plain',
          'aria-label': say('detach', { name: file.name }),
        });
        off.append(icon('close'));
        off.addEventListener('click', () => {
          files = files.filter((each) => each !== file);
          keep();
          render();
        });
        return el('li', {}, icon('file'), el('bdi', {}, file.name), off);
      }),
    );
  }

  const keep = () => drafts.keep(number, kind, { text: field.value, files });

  function load() {
    const draft = drafts.of(number, kind);
    field.value = draft.text;
    files = draft.files;
    palette.hide();
    render();
  }

  function turn(next, focus = false) {
    kind = next;
    load();
    if (focus) field.focus();
  }

  // Words to begin with, which may still be changed.
  function fill(text) {
    field.value = field.value && !field.value.startsWith('/') ? `${field.value}\n${text}` : text;
    keep();
    refresh();
    field.focus();
    const left = fieldLeft(field.value);
    const at = left ? field.value.indexOf(left) : field.value.length;
    field.setSelectionRange(at, at + (left?.length ?? 0));
  }

  function tellTyping(on) {
    if (!on) {
      if (typingNumber === null) return;
      const row = store.row(typingNumber);
      live.send({ type: 'typing', number: typingNumber, epoch: row?.epoch, on: false });
      typingNumber = null;
      typedAt = 0;
      return;
    }
    if (kind !== 'reply' || !mayReply() || Date.now() - typedAt < TYPING_EVERY) return;
    typedAt = Date.now();
    typingNumber = number;
    live.send({ type: 'typing', number, epoch: store.row(number).epoch, on: true });
  }

  function submit() {
    const text = field.value.trim();
    if (button.disabled || (!text && !files.length)) return;
    const left = kind === 'reply' ? fieldLeft(text) : null;
    if (left) {
      toast(say('unfilled', { field: left }), { trouble: true });
      const at = field.value.indexOf(left);
      field.setSelectionRange(at, at + left.length);
      return;
    }
    const row = store.row(number);
    const entry = { number, kind, text, epoch: row.epoch, files, lang: null };
    field.value = '';
    files = [];
    keep();
    tellTyping(false);
    render();
    outbox.put(entry);
  }

  async function upload(list) {
    const [to, as] = [number, kind];
    const coming = (names) => underWay.set(`${to} ${as}`, names);
    const room = MOST_FILES - drafts.of(to, as).files.length - comingTo(to, as).length;
    const taken = list.slice(0, Math.max(room, 0));
    if (taken.length < list.length) {
      toast(say('fileMost', { n: sayNumber(MOST_FILES) }), { trouble: true });
    }
    coming([...comingTo(to, as), ...taken.map(({ name }) => name)]);
    refresh();
    for (const file of taken) {
      try {
        if (!file.size) throw new Refused(400, { error: 'file_empty' });
        if (file.size > MOST_FILE_BYTES) throw new Refused(413, { error: 'file_too_large' });
        const kept = await post(`handoffs/${to}/files`, file);
        const draft = drafts.of(to, as);
        const about = { id: kept.id, name: kept.name ?? file.name, type: kept.type, size: kept.size };
        drafts.keep(to, as, { ...draft, files: [...draft.files, about] });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const known = FILE_TROUBLE[error.code];
        const reason = known ? say(known) : wordsOf(error);
        toast(say('uploadFailed', { name: file.name, why: reason }), { trouble: true });
      } finally {
        const left = [...comingTo(to, as)];
        left.splice(left.indexOf(file.name), 1);
        coming(left);
      }
      if (to !== number || as !== kind) continue;
      files = drafts.of(to, as).files;
      renderFiles();
      refresh();
    }
  }

  field.addEventListener('input', () => {
    keep();
    refresh();
    if (kind === 'reply') palette.offer(about());
    tellTyping(field.value.trim() !== '');
  });
  field.addEventListener('blur', () => tellTyping(false));
  field.addEventListener('keydown', (event) => {
    if (palette.key(event)) return;
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length || !mayWrite()) return;
    event.preventDefault();
    upload(pasted);
  });
  writing.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  clip.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    upload([...picker.files]);
    picker.value = '';
  });
  tablist.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    turn(kind === 'reply' ? 'note' : 'reply');
    tabs.get(kind).focus();
  });

  return {
    root,
    render,
    load,
    show(next) {
      tellTyping(false);
      number = next;
      kind = 'reply';
      const row = store.row(next);
      if (row && !mayReply() && drafts.of(next, 'note').text) kind = 'note';
      load();
    },
    write(next) {
      turn(next, true);
      if (field.disabled || field.hidden) tabs.get(next).focus();
    },
  };
}

// The ready-made replies themselves: which there are, making and changing one.

const REPLY_TROUBLES = {
  bad_title: 'replyBadTitle',
  bad_texts: 'replyBadTexts',
  text_too_long: 'replyTooLong',
  unknown_field: 'replyUnknownField',
  too_many: 'replyTooMany',
};
// What stands for itself in the sentence that explains the fields.
const FIELD_SIGNS = Object.fromEntries(
  ['customer', 'agent', 'order', 'shop'].map((name) => [name, `{${name}}`]),
);
const LONGEST_TITLE = 80;
const LONGEST_REPLY = 2000;

function keepReplies(store) {
  const mayShops = store.may('canned_edit');
  const isShops = (reply) => !reply.mine;
  const mayChange = (reply) => reply.mine || mayShops;
  const list = el('ul', { class: 'replies' });
  const add = el('button', { type: 'button', class: 'quiet' }, say('replyNew'));
  const status = el('p', { class: 'hint', role: 'status' });
  add.addEventListener('click', () => writeReply(null));

  function draw() {
    const lang = speech.lang;
    list.replaceChildren(
      ...(cannedReplies ?? []).map((reply) => {
        const text = reply.texts[lang] ?? Object.values(reply.texts)[0] ?? '';
        const inside = [
          el('strong', { dir: 'auto' }, nameOf(reply.titles) || reply.title),
          el('small', {}, say(isShops(reply) ? 'replyShops' : 'replyMine')),
          el('span', { dir: 'auto' }, text),
        ];
        if (!mayChange(reply)) return el('li', {}, el('div', { class: 'ready' }, inside));
        const button = el('button', { type: 'button', class: 'ready' }, inside);
        button.addEventListener('click', () => writeReply(reply));
        return el('li', {}, button);
      }),
    );
    if (!list.children.length) list.append(el('li', { class: 'hint' }, say('noneReplies')));
  }

  async function shown(done) {
    await loadCanned();
    draw();
    status.textContent = say(done);
    add.focus();
  }

  function writeReply(reply) {
    const title = followWords(el('input', { type: 'text', maxLength: LONGEST_TITLE, autocomplete: 'off' }));
    title.value = nameOf(reply?.titles) || reply?.title || '';
    const texts = LANGUAGES.map((lang) => {
      const field = areaOf(3, LONGEST_REPLY);
      field.lang = lang;
      field.value = reply?.texts[lang] ?? '';
      return [lang, field];
    });
    for (const field of [title, ...texts.map(([, each]) => each)]) field.dispatchEvent(new Event('input'));
    const forAll = el('input', { type: 'checkbox' });
    const remove = el('button', { type: 'button', class: 'quiet danger' }, say('replyRemove'));
    const body = el(
      'div',
      { class: 'body' },
      labelled(say('replyTitle'), title),
      texts.map(([lang, field]) => labelled(sayCode('lang', lang), field)),
      el('p', { class: 'hint' }, say('replyFields', FIELD_SIGNS)),
      reply || !mayShops ? null : el('label', { class: 'choice' }, forAll, el('span', {}, say('replyForAll'))),
      reply?.in_file ? el('p', { class: 'hint' }, say('replyInFile')) : null,
      reply && !reply.in_file ? remove : null,
    );
    const told = (error) => {
      const known = error instanceof Refused ? REPLY_TROUBLES[error.code] : null;
      return known ? say(known, { what: error.data.detail ?? '' }) : wordsOf(error);
    };
    const dialog = ask({
      title: say(reply ? 'replyChange' : 'replyNew'),
      body,
      submit: say('replyKeep'),
      wide: true,
      work: async (complain) => {
        const wish = {
          title: title.value.trim(),
          texts: Object.fromEntries(texts.map(([lang, field]) => [lang, field.value])),
          skill: reply?.skill ?? null,
          about: reply?.about ?? [],
        };
        try {
          if (reply && !reply.in_file) await call('PUT', `canned/${reply.id}`, wish);
          else await post('canned', { ...wish, shop: reply ? true : forAll.checked });
        } catch (error) {
          complain(told(error));
          return false;
        }
        await shown('replyKept');
        return true;
      },
    });
    // What is gone is gone: the first click asks, the second one does it.
    remove.addEventListener('click', async () => {
      if (!remove.dataset.asked) {
        remove.dataset.asked = 'yes';
        remove.textContent = say('replyRemoveSure');
        return;
      }
      remove.disabled = true;
      try {
        await call('DELETE', `canned/${reply.id}`, {});
        dialog.close();
        await shown('replyRemoved');
      } catch (error) {
        remove.disabled = false;
        const trouble = dialog.querySelector('.trouble');
        trouble.textContent = told(error);
        trouble.hidden = false;
      }
    });
    title.focus();
  }

  draw();
  const body = el('div', { class: 'body' }, el('p', { class: 'hint' }, say('repliesHint')), add, status, list);
  ask({ title: say('canned'), body, wide: true });
  loadCanned().then(draw);
}

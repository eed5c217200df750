// What an agent does with a conversation: each asks for what it needs and tells how it went.

function createSteps({ store, moved, open }) {
  async function step(row, path, body, done) {
    const answer = await post(`handoffs/${row.number}/${path}`, body);
    if (answer.handoff) store.changed(answer.handoff);
    if (done) toast(say(done));
    moved(row.number);
    // Whoever had left is at work again by a claim.
    if (path === 'claim') store.loadMe().catch(() => {});
    return true;
  }

  // Where somebody else was quicker: say who has it now, and show it so.
  function overtaken(row, error) {
    const now = error.data?.handoff;
    if (now) store.changed(now);
    toast(overtakenWords(now, false), { trouble: true });
    moved(row.number);
  }

  // Does a step, or says why not. A dialog closes where the conversation has moved on.
  async function attempt(row, path, body, done) {
    try {
      return await step(row, path, body, done);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      if (['not_there', 'attended', 'nothing_promised'].includes(error.code)) throw error;
      overtaken(row, error);
      return true;
    }
  }

  const plainly = (work) =>
    work.catch((error) => {
      toast(wordsOf(error), { trouble: true });
      return false;
    });

  async function claim(row) {
    // The list may show it as mine before the answer is here.
    store.taking(row.number);
    const done = await plainly(attempt(row, 'claim', {}, 'claimed'));
    if (!done || !store.row(row.number)?.mine) store.taking(row.number, false);
    return done;
  }

  // Whoever promised something writes again: a conversation of its own begins by that.
  async function again(row) {
    return plainly((async () => {
      const { handoff } = await post(`handoffs/${row.number}/again`);
      store.taking(handoff.number);
      store.changed(handoff);
      await store.refresh();
      open(handoff.number);
      return true;
    })());
  }

  const release = (row) => plainly(attempt(row, 'release', { epoch: row.epoch }, 'released'));
  const unblock = (row) => plainly(attempt(row, 'unblock', {}, 'unblocked'));
  const needed = (row, was) =>
    plainly(attempt(row, 'needed', { was_needed: was }, 'thanksNeeded'));

  let opening = false;

  // Who is here is asked for at this moment: it is another list than this morning's.
  async function transfer(row) {
    if (opening) return;
    opening = true;
    try {
      await store.loadMe();
      chooseWhom(store.row(row.number) ?? row);
    } catch (error) {
      toast(wordsOf(error), { trouble: true });
    } finally {
      opening = false;
    }
  }

  function chooseWhom(row) {
    const { me } = store;
    const spoken = plainLanguage(row.language);
    const isThere = ({ presence }) => presence !== 'offline';
    const others = (me.colleagues ?? []).filter(({ id }) => String(id) !== String(row.agent?.id));
    // A lead takes over what a colleague holds.
    const own = { ...me.account, presence: me.presence, holds: store.lists.mine.length };
    const whom = row.mine ? others : [own, ...others];
    whom.sort((one, other) => isThere(other) - isThere(one));
    const people = whom.map((each) => ({
      value: `agent:${each.id}`,
      label: each === own ? say('you') : nameOf(each.names),
      tone: each.presence,
      disabled: !isThere(each),
      hint: [
        sayCode('presence', each.presence),
        say('load', { holds: sayNumber(each.holds), capacity: sayNumber(each.capacity) }),
        (each.languages ?? []).map((lang) => sayCode('lang', lang)).join(' · '),
      ].join(' — '),
      warning: (each.languages ?? []).includes(spoken)
        ? ''
        : say('lacksLanguage', { lang: sayCode('lang', spoken) }),
    }));
    // Who is there with the skill and the customer's language; else it is everybody's.
    const skills = (me.skills ?? []).map((skill) => {
      const there = me.skilled?.[skill]?.[plainLanguage(row.language)] ?? 0;
      const lang = sayCode('lang', row.language);
      return {
        value: `skill:${skill}`,
        label: skill,
        tone: there ? 'online' : 'offline',
        hint: there
          ? say('skillThere', { n: sayNumber(there), lang })
          : say('skillNobody', { lang }),
      };
    });
    const note = areaOf(3, 2000, say('transferHint'));
    const body = el(
      'div',
      { class: 'body' },
      people.length
        ? choiceOf(say('colleagues'), people, { name: 'whom' })
        : el('p', { class: 'hint' }, say('noColleagues')),
      skills.length ? choiceOf(say('skills'), skills, { name: 'whom' }) : null,
      labelled(say('transferNote'), note),
    );
    ask({
      title: say('transfer'),
      body,
      submit: say('transfer'),
      work: async (complain) => {
        const whom = takenOf(body, 'whom');
        if (!whom) {
          complain(say('whomMissing'));
          return false;
        }
        const [kind, ...rest] = whom.split(':');
        const value = rest.join(':');
        const wish = { epoch: row.epoch, [kind]: kind === 'agent' ? Number(value) : value };
        if (note.value.trim()) wish.note = note.value.trim();
        return attempt(row, 'transfer', wish, 'transferred');
      },
    });
  }

  function giveBack(row) {
    const calendar = calendarOf(say('promisedFor'));
    const words = areaOf(2, 1000, say('outcomeHint'));
    const quiet = el('input', { type: 'checkbox' });
    const due = el('div', { class: 'field', hidden: true },
      el('span', { class: 'label' }, say('promisedFor')), calendar.root);
    const codes = store.me.settled ?? ['solved', 'promised', 'refused', 'other'];
    const body = el(
      'div',
      { class: 'body' },
      choiceOf(
        say('settled'),
        codes.map((code) => ({ value: code, label: sayCode('settled', code) })),
        {
          name: 'settled',
          chosen: 'solved',
          beside: true,
          onchange: (code) => {
            due.hidden = code !== 'promised';
          },
        },
      ),
      labelled(say('outcomeWords'), words),
      due,
      el('label', { class: 'choice tick' }, quiet, el('span', {}, say('quiet'))),
    );
    ask({
      title: say('giveBack'),
      body,
      submit: say('giveBack'),
      work: async (complain) => {
        const settled = takenOf(body, 'settled');
        const wish = { epoch: row.epoch, settled, words: words.value.trim() };
        if (settled === 'promised') {
          if (!wish.words) {
            complain(say('wordsMissing'));
            return false;
          }
          if (!calendar.value()) {
            complain(say('dateMissing'));
            return false;
          }
          wish.date = calendar.value();
        }
        if (quiet.checked) wish.quiet = true;
        return attempt(row, 'return', wish, 'returned');
      },
    });
  }

  function block(row) {
    const why = areaOf(2, 300);
    const body = el(
      'div',
      { class: 'body' },
      choiceOf(
        say('blockHow'),
        ['15', '60', '1440', '0'].map((value) => ({ value, label: say(`block_${value}`) })),
        { name: 'minutes', chosen: '60' },
      ),
      labelled(say('blockWhy'), why),
    );
    ask({
      title: say('block'),
      body,
      submit: say('block'),
      danger: true,
      work: async (complain) => {
        if (!why.value.trim()) {
          complain(say('whyMissing'));
          return false;
        }
        const minutes = Number(takenOf(body, 'minutes')) || null;
        return attempt(row, 'block', { minutes, why: why.value.trim() }, 'blocked');
      },
    });
  }

  return { claim, release, transfer, giveBack, block, unblock, needed, again, overtaken };
}

// Who has a conversation now, in words; `kept` where a text went back into the draft.
function overtakenWords(row, kept) {
  const end = kept ? '' : 'Plain';
  if (row?.state === 'held') {
    return say(`takenBy${end}`, { name: nameOf(row.agent?.name) || say('agent') });
  }
  if (row?.state === 'waiting') return say(`takenQueue${end}`);
  return say(`takenBot${end}`);
}

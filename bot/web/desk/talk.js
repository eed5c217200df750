// The middle column: who it is with, what can be done, the messages, the composer.

function createTalk({ store, threadOf, outbox, live, steps, back, togglePanel }) {
  const button = (name, picture, work, kind = 'quiet') => {
    const made = el('button', { type: 'button', class: kind }, icon(picture), el('span', {}, say(name)));
    made.title = say(name);
    made.addEventListener('click', () => work(store.current()));
    return made;
  };
  const backButton = el('button', { type: 'button', class: 'plain back', 'aria-label': say('back') });
  backButton.append(icon('back'));
  backButton.addEventListener('click', back);
  const name = el('h1', { dir: 'auto' });
  const facts = el('div', { class: 'tags' });
  const claim = button('claim', 'check', steps.claim, 'go');
  const again = button('writeAgain', 'pen', steps.again, 'go');
  const transfer = button('transfer', 'swap', steps.transfer);
  const giveBack = button('giveBack', 'robot', steps.giveBack);
  const release = button('release', 'queue', steps.release, 'item');
  const block = button('block', 'block', steps.block, 'item danger');
  const unblock = button('unblock', 'check', steps.unblock, 'item');
  const more = createMenu(say('more'), 'menu', [release, block, unblock]);
  const file = el('button', { type: 'button', class: 'plain file-button', 'aria-label': say('showPanel') });
  file.title = say('showPanel');
  file.append(icon('person'));
  file.addEventListener('click', togglePanel);
  const head = el(
    'header',
    { class: 'talk-head' },
    backButton,
    el('div', { class: 'whom' }, name, facts),
    el('div', { class: 'doings' }, claim, again, transfer, giveBack, more.root, file),
  );
  const asked = el(
    'div',
    { class: 'needed', role: 'group', 'aria-label': say('wasNeeded'), hidden: true },
    el('span', {}, say('wasNeeded')),
  );
  for (const [answer, was] of [['yes', true], ['no', false]]) {
    const chosen = el('button', { type: 'button', class: 'quiet' }, say(answer));
    chosen.addEventListener('click', () => steps.needed(store.current(), was));
    asked.append(chosen);
  }
  const log = createLog({
    outbox,
    onRead: (thread = threadOf(store.open)) => {
      if (thread && !document.hidden) store.markRead(thread.number, thread.newest());
    },
    onEarlier: () =>
      threadOf(store.open)?.loadEarlier()?.catch((error) => toast(wordsOf(error), { trouble: true })),
  });
  const composer = createComposer({ store, threadOf, outbox, live });
  const nothing = el(
    'div',
    { class: 'nothing' },
    icon('chat'),
    el('p', {}, say('chooseOne')),
    el('p', { class: 'hint keys-hint' }, say('chooseHint')),
  );
  const parts = [head, log.root, composer.root];
  const root = el('main', { class: 'talk', tabIndex: -1 }, nothing, head, asked, log.root, composer.root);

  function renderHead(row) {
    name.textContent = personOf(row);
    facts.replaceChildren(
      ...[
        provenTag(row, icon('check')),
        tagOf(sayCode('lang', row.language), 'lang'),
        tagOf(sayCode('reason', row.reason), 'why'),
        row.state === 'held' && !row.mine
          ? tagOf(say('with', { name: nameOf(row.agent?.name) || say('agent') }), 'held')
          : null,
        row.state === 'ended' && row.outcome
          ? tagOf(sayCode('settled', row.outcome.settled ?? row.outcome), 'over')
          : null,
        threadOf(row.number)?.panel?.blocked ? tagOf(say('blockedNow'), 'hot') : null,
        el('span', { class: 'tag promise', hidden: true }),
      ].filter(Boolean),
    );
    claim.hidden = row.state !== 'waiting' || !row.may_claim;
    again.hidden = !store.owes(row);
    giveBack.hidden = row.state !== 'held' || !row.mine;
    transfer.hidden = release.hidden = !store.mayMove(row);
    const blocked = threadOf(row.number)?.panel?.blocked;
    block.hidden = !store.may('block') || Boolean(blocked);
    unblock.hidden = !store.may('block') || !blocked;
    more.update();
    asked.hidden = row.state !== 'ended' || row.was_needed !== null || !store.wasMine(row);
    tick();
  }

  function tick() {
    const row = store.current();
    const shown = facts.querySelector('.promise');
    if (!row || !shown) return;
    const found = promiseOf(row);
    shown.hidden = !found;
    if (!found) return;
    shown.className = `tag promise ${found.state}`;
    shown.textContent = say(found.state === 'late' ? 'late' : 'dueIn', {
      time: sayRunning(Math.abs(found.left)),
    });
  }

  let shape = '';

  function render(how = {}) {
    const row = store.current();
    const thread = store.open === null ? null : threadOf(store.open);
    nothing.hidden = Boolean(row);
    for (const part of parts) part.hidden = !row;
    if (!row || !thread) {
      asked.hidden = true;
      return;
    }
    const made = JSON.stringify([row, thread.panel?.blocked]);
    if (shape !== made) {
      shape = made;
      renderHead(row);
      composer.render();
    }
    log.render(thread, row, how);
  }

  everySecond(tick);
  return {
    root,
    render,
    composer,
    log,
    show(number) {
      shape = '';
      composer.show(number);
      render({ bulk: true });
      log.toEnd();
    },
  };
}

// Starts the page: takes the core from loader.ts, reads the link, shows the views under their tabs.

import type { CoreList, Reading } from 'core-types';
import { Core, Refusal } from './core/core.ts';
import type { House, State, View } from './contract.ts';
import { button, el } from './parts/dom.ts';
import { failed } from './failed.ts';
import { helpDialog } from './parts/help.ts';
import { logsView } from './logs/logs.ts';
import { pathView } from './path/path.ts';
import { rangeView } from './training/range.ts';
import { scheduleView } from './schedule/schedule.ts';
import { Story, storyLink } from './story/story.ts';
import { LinkedStore, readLink } from './state/state.ts';
import { trainingView } from './training/training.ts';
import style from 'text:style';

function sharedCursor(): House['cursor'] {
  let at: number | null = null;
  const followers: ((step: number | null) => void)[] = [];
  return {
    get: () => at,
    set(step) {
      if (step === at) return;
      at = step;
      for (const told of followers) told(step);
    },
    follow: (told) => void followers.push(told),
  };
}

class Page {
  private readonly house: House;
  private readonly list: CoreList;
  private readonly store: LinkedStore;
  private readonly live = el('p', { class: 'unseen', 'aria-live': 'polite' });
  private readonly notice = el('div', { class: 'notice', role: 'status' });
  private readonly tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views' });
  private readonly header: HTMLElement;
  private readonly main = el('main', { id: 'main', tabindex: '-1' });
  private readonly panels = new Map<string, HTMLElement>();
  private readonly views: View[];
  private readonly story: Story;
  private shown: View | null = null;
  private saying = 0;

  constructor(core: Core, module: WebAssembly.Module) {
    this.list = core.ask<CoreList>({ do: 'list' });
    const { state, complaints } = readLink(link(), this.list);
    this.store = new LinkedStore(state, this.list, (before) => this.changed(before));
    this.house = {
      core,
      module,
      store: this.store,
      reads: [],
      refusals: [],
      list: this.list,
      findings: new Map(),
      found: (key, told) => {
        this.house.findings.set(key, told);
        this.story.update();
      },
      say: (text, seen = false) => this.say(text, seen),
      cursor: sharedCursor(),
    };
    this.story = new Story(this.house);
    this.views = [scheduleView, pathView, trainingView, rangeView, logsView].map((make) => make(this.house));
    const help = helpDialog();
    this.header = el(
      'header',
      {},
      el('div', { class: 'title' }, el('h1', {}, 'etude explorer'), el('p', {}, 'Learning-rate schedules, and what they do')),
      el('div', { class: 'buttons' }, storyLink(), button('Help', () => help.showModal(), { class: 'quiet', 'aria-keyshortcuts': '?' })),
    );
    const skip = el('a', { class: 'skip', href: '#main', onclick: (event: Event) => (event.preventDefault(), this.main.focus()) }, 'Skip to the content');
    this.main.append(this.notice, this.live, this.story.element);
    document.body.append(skip, this.header, el('nav', {}, this.tabs), this.main, help);
    this.tabs.addEventListener('keydown', (event) => this.turn(event));
    document.addEventListener('keydown', (event) => {
      if (event.key === '?' && !isTyping(event.target) && !help.open) help.showModal();
    });
    document.addEventListener('visibilitychange', () => (document.hidden ? this.shown?.leave?.() : this.show()));
    addEventListener('error', (event) => event.error && this.broke(event)); // a ResizeObserver that is late has none
    for (const event of ['dragover', 'dragleave', 'drop']) addEventListener(event, (drag) => this.drag(drag as DragEvent));
    for (const event of ['popstate', 'hashchange']) addEventListener(event, () => this.restore());
    this.build();
    this.complain(complaints);
    this.read(null);
    this.show();
    this.story.update();
  }

  /** Tabs and panels of the views that there are. */
  private build(): void {
    for (const view of this.views) {
      const tab = button(view.title, () => this.store.change({ view: view.name }, true), {
        role: 'tab',
        id: `tab-${view.name}`,
        'aria-controls': `view-${view.name}`,
      });
      const panel = el('section', { class: 'view', id: `view-${view.name}`, role: 'tabpanel', 'aria-labelledby': tab.id, hidden: true });
      this.tabs.append(tab);
      this.main.append(panel);
      this.panels.set(view.name, panel);
    }
  }

  /** A file that is dropped anywhere is a log; otherwise the browser would leave the page for it. */
  private drag(event: DragEvent): void {
    const { files, types } = event.dataTransfer!;
    if (!types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.toggle('over', event.type === 'dragover' || (event.type === 'dragleave' && event.relatedTarget !== null));
    if (event.type !== 'drop' || !this.store.state.show.includes('logs')) return;
    this.store.change({ view: 'logs' }, true);
    this.shown!.take?.(files);
  }

  private restore(): void {
    const { state, complaints } = readLink(link(), this.list);
    this.complain(complaints);
    if (JSON.stringify(state) === JSON.stringify(this.store.state)) return;
    this.store.restore(state);
  }

  private changed(before: State): void {
    this.read(before);
    this.show();
    this.story.update();
  }

  /** Reads again what has changed; a schedule's place is its slot in the core. */
  private read(before: State | null): void {
    const { schedules, steps } = this.store.state;
    const { reads, refusals, core } = this.house;
    reads.length = refusals.length = schedules.length;
    schedules.forEach(({ text }, slot) => {
      if (before?.steps === steps && before.schedules[slot]?.text === text) return;
      try {
        reads[slot] = core.ask<Reading>({ do: 'read', slot, text, steps });
        refusals[slot] = null;
      } catch (error) {
        reads[slot] = null;
        refusals[slot] = error instanceof Refusal ? error : new Refusal(String(error), null);
      }
    });
  }

  private show(): void {
    const { view: name, embed, show } = this.store.state;
    const view = this.views.find((one) => one.name === name)!;
    document.body.classList.toggle('embedded', embed);
    this.header.hidden = embed;
    // An embedded page has tabs only where its link names several views.
    this.tabs.hidden = embed && (show.length === 1 || show.length === this.views.length);
    for (const one of this.views) {
      const tab = document.getElementById(`tab-${one.name}`)!;
      tab.hidden = !show.includes(one.name);
      tab.setAttribute('aria-selected', String(one === view));
      tab.tabIndex = one === view ? 0 : -1;
      this.panels.get(one.name)!.hidden = one !== view;
    }
    try {
      if (view !== this.shown) {
        this.shown?.leave?.();
        this.shown = view;
        const panel = this.panels.get(name)!;
        if (!panel.hasChildNodes()) view.build(panel);
      }
      view.update();
    } catch (error) {
      reportError(error);
    }
  }

  /** What breaks in one view stops no other. */
  private broke({ message }: ErrorEvent): void {
    this.tell(`Something in “${this.shown?.title}” broke off, which is a fault of the page; Back may mend it.`, [message]);
  }

  /** Left and right go to the next tab, Home and End to the first and the last. */
  private turn(event: KeyboardEvent): void {
    const tabs = [...this.tabs.querySelectorAll<HTMLElement>('[role=tab]:not([hidden])')];
    const at = tabs.indexOf(event.target as HTMLElement);
    const to: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 };
    if (at < 0 || !(event.key in to)) return;
    event.preventDefault();
    const next = tabs.at(to[event.key] % tabs.length)!;
    next.focus();
    next.click();
  }

  private say(text: string, seen: boolean): void {
    clearTimeout(this.saying);
    this.live.textContent = text;
    this.live.className = seen ? 'toast' : 'unseen';
    if (seen) this.saying = window.setTimeout(() => (this.live.className = 'unseen'), 4000);
  }

  private complain(complaints: string[]): void {
    this.notice.replaceChildren();
    if (complaints.length > 0) this.tell('Not all of this link could be taken as it is:', complaints);
  }

  private tell(what: string, lines: string[]): void {
    this.notice.replaceChildren(
      el('div', {}, el('p', {}, what), el('ul', {}, ...lines.map((line) => el('li', {}, line)))),
      button('Dismiss', () => this.notice.replaceChildren()),
    );
  }
}

/** Of the address; where it has none, what `etude explore` wrote into the page. */
function link(): string {
  return location.hash.length > 1 ? location.hash : document.documentElement.dataset.state ?? '';
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=range], [type=checkbox]), textarea, select');
}

async function start(): Promise<void> {
  const module = await compiled;
  new Page(new Core(module), module);
  document.documentElement.dataset.ready = '1';
}

document.head.append(el('style', {}, style));
start().catch(failed);

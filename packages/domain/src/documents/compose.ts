import type { FormItem, FormRule, FormRules, Paper, PaperBlock, PaperSignature } from '@nhipcau/contracts';
import { TermKey } from '@nhipcau/contracts';
import { atStart, termsOf } from '../regulation/terms.ts';
import { dateOf } from '../regulation/zone.ts';
import { contentOf } from './form-contents.ts';
import type { FormFacts } from './form-facts.ts';
import { tableOf } from './form-tables.ts';
import { dayInWords, printable } from './print-words.ts';

type Say = (text: string) => string;

const upper = (text: string): string => text.toLocaleUpperCase('vi');

/**
 * Fills the blanks of a form's own sentences: `{chairSite}` is the locality's word, `{ChairSite}` the same at the start
 * of a label, `{hostName}` and `{title}` are of this meeting. One pass: braces in what people wrote stay what they are.
 */
function sayingOf(facts: FormFacts): Say {
  const terms = termsOf(facts.profile);
  const blanks = new Map<string, string>([
    ['hostName', printable(facts.host.name)],
    ['title', printable(facts.registration.data.title)],
    ...TermKey.options.flatMap((key): [string, string][] => [
      [key, terms[key]],
      [atStart(key), atStart(terms[key])],
    ]),
  ]);
  return (text) => {
    const said = text.replace(/\{(\w+)\}/g, (all, name: string) => blanks.get(name) ?? all);
    return text.startsWith('{') ? atStart(said) : said;
  };
}

/**
 * A form of a locality filled in for one meeting; a pure function of what is known, so that a print can be repeated.
 *
 * @rule DO-2, DO-3 (R-REG-04; Decree 30/2020)
 */
export function composePaper({ place }: Pick<FormRules, 'place'>, form: FormRule, facts: FormFacts): Paper {
  const say = sayingOf(facts);
  return {
    form: form.key,
    header: headerOf(form, facts),
    title: form.title.map((line) => upper(say(line))),
    subject: form.subject === null ? null : say(form.subject),
    addressees: form.addressees.map(say),
    blocks: form.items.flatMap((item) => blockOf(item, facts, say)),
    dateLine: form.dateAt === 'none' ? null : { place, on: dayOf(form, facts), at: form.dateAt },
    signatures: { left: signatureOf(form.left, facts), right: signatureOf(form.right, facts) },
    recipients: form.recipients.map(say),
  };
}

/** The day printed: of issue, or for what a host hands in the day on which it did. */
function dayOf({ key }: FormRule, { issue, registration, profile }: FormFacts) {
  if (issue !== null) return issue.on;
  if (key !== 'registration' || registration.registeredAt === null) return null;
  return dateOf(registration.registeredAt, profile.timeZone);
}

function headerOf({ header }: FormRule, { host, issue }: FormFacts): Paper['header'] {
  if (header === null) return null;
  const { superior, name } = header.issuer ?? { superior: host.superior, name: host.name };
  return {
    superior: superior === null ? null : upper(printable(superior)),
    issuer: upper(printable(name)),
    number: header.symbol === null ? null : `Số: ${issue?.number ?? `……/${header.symbol}-……`}`,
  };
}

function blockOf(item: FormItem, facts: FormFacts, say: Say): PaperBlock[] {
  switch (item.kind) {
    case 'paragraph':
    case 'heading':
      return [{ kind: item.kind, text: say(item.text) }];
    case 'field':
      return fieldOf(item, facts, say);
    case 'checks': {
      const { technical } = facts.registration.data;
      const boxes = item.boxes.map(({ label, content }) => ({
        key: content,
        label: say(label),
        checked: technical[content],
      }));
      return [{ kind: 'checks', mark: item.mark, label: say(item.label), note: item.note, boxes }];
    }
    case 'table':
      return [tableOf(item, facts, say)];
  }
}

function fieldOf(item: Extract<FormItem, { kind: 'field' }>, facts: FormFacts, say: Say): PaperBlock[] {
  const parts = item.parts
    .map(({ label, note, content, optional }) => ({
      optional,
      part: { key: content, label: say(label), note, value: contentOf(facts, content) },
    }))
    .filter(({ optional, part }) => !optional || part.value !== null)
    .map(({ part }) => part);
  return parts.length === 0 ? [] : [{ kind: 'field', mark: item.mark, parts }];
}

function signatureOf(rule: FormRule['left'], facts: FormFacts): PaperSignature | null {
  if (rule === null) return null;
  return { title: rule.title, note: rule.note, lines: rule.opinion ? opinionOf(facts) : [], name: null };
}

/** What was decided on the registration, as it is written on it (R-APR-02). */
function opinionOf({ decision, profile }: FormFacts): string[] {
  if (decision === null) return [];
  const word = decision.agreed ? 'Đồng ý.' : 'Không bố trí được.';
  const reason = decision.reason === null ? [] : [printable(decision.reason)];
  return [word, ...reason, atStart(dayInWords(dateOf(decision.at, profile.timeZone)))];
}

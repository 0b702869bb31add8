import { actText as fileActText } from '../approval/finding-text.ts';
import { commandText } from '../live/command-text.ts';
import type { Translate } from '../text/catalogue.ts';
import { auditVi } from './text-vi.ts';

type AuditKey = keyof typeof auditVi;
type ActKey = Extract<AuditKey, `audit.act.${string}`>;

const isActKey = (key: string): key is ActKey => key.startsWith('audit.act.') && Object.hasOwn(auditVi, key);
const isCommand = (type: string): type is keyof typeof commandText => Object.hasOwn(commandText, type);

/** An act of the audit in words: its own, those of a step of a file or of a command; one that has none keeps its name. */
export function actText(action: string, t: Translate): string {
  const key = `audit.act.${action}`;
  if (isActKey(key)) return t(key);
  const [area, ...rest] = action.split('.');
  const act = rest.join('.');
  if (area === 'command' && isCommand(act)) return t(commandText[act]);
  const step = area === 'registration' ? fileActText(act, { t }) : act;
  return step === act ? action : t('audit.ofFile', { act: step });
}

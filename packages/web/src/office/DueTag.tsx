import { Tag } from 'antd';
import { instantText, spanText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { useServerSecond } from '../ui/use-now.ts';
import { ZONE } from '../ui/zone.ts';

const SOON_MS = 24 * 3_600_000;

/** A limit and what is left of it: shape and words first, colour last. */
export function DueTag({ dueAt, timeZone = ZONE }: { dueAt: number; timeZone?: string }) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  const speech = { t, language, timeZone };
  const left = dueAt - now;
  const [color, text] =
    left < 0
      ? (['red', t('office.due.late', { span: spanText(-left, speech) })] as const)
      : left < SOON_MS
        ? (['gold', t('office.due.soon', { span: spanText(left, speech) })] as const)
        : (['blue', t('office.due.later', { span: spanText(left, speech) })] as const);
  return (
    <Tag color={color} title={instantText(dueAt, speech)}>
      {text}
    </Tag>
  );
}

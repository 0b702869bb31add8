import type { CheckLine } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { LineShape } from './LineShape.tsx';

/** All items of a phase with where they stand; a way back to any of them. */
export function CheckList({
  lines,
  current,
  onChoose,
}: {
  lines: readonly CheckLine[];
  current: string | null;
  onChoose: (index: number) => void;
}) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="chk-list-title" className="chk-list">
      <h2 id="chk-list-title">{t('chk.list')}</h2>
      <ol>
        {lines.map((line, index) => (
          <li key={line.key}>
            <button
              type="button"
              aria-current={line.key === current ? 'step' : undefined}
              onClick={() => onChoose(index)}
            >
              <LineShape state={line.state} />
              <span>
                {line.text}
                <small>
                  {t(`chk.state.${line.state}`)}
                  {line.value !== null && `: ${line.value}`}
                  {line.tries > 1 && `, ${t('chk.tries', { n: line.tries })}`}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

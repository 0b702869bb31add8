import type { TemplateField, TemplateProblem } from '@nhipcau/contracts';
import { Alert } from 'antd';
import { useText } from '../text/language.tsx';

interface Problems {
  readonly problems: readonly TemplateProblem[];
  readonly more: boolean;
  readonly fields: readonly TemplateField[];
}

/** Names as they are written into the document. */
const wordsOf = ({ field, list }: TemplateProblem) => ({
  field: `{${field}}`,
  open: `{#${list ?? field}}`,
  close: `{/${list ?? field}}`,
});

/** What must be changed in a template before it can be kept, place by place. */
export function ProblemList({ problems, more, fields }: Problems) {
  const t = useText();
  const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? '';
  return (
    <Alert
      type="error"
      title={t('tpl.refused', { count: problems.length })}
      description={
        <>
          <p>{t('tpl.nothingLost')}</p>
          <ol className="tpl-problems">
            {problems.map((problem) => {
              const { kind, nearest, place } = problem;
              return (
                <li key={JSON.stringify(problem)}>
                  <strong>{t(`tpl.problem.${kind}`, wordsOf(problem))}</strong>
                  {nearest !== null && (
                    <span>{t('tpl.nearest', { field: `{${nearest}}`, label: labelOf(nearest) })}</span>
                  )}
                  <small>
                    {t(`tpl.part.${place.part}`, { paragraph: place.paragraph })} <q>{place.excerpt}</q>
                  </small>
                </li>
              );
            })}
          </ol>
          {more && <p>{t('tpl.more')}</p>}
        </>
      }
    />
  );
}

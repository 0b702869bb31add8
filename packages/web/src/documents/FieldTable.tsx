import type { TemplateField } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';

/** As it is written into a template. */
export const written = ({ name, kind }: TemplateField): string =>
  kind === 'list' ? `{#${name}} … {/${name}}` : `{${name}}`;

/** What may stand in a template of a form, and what it stands for. */
export function FieldTable({ fields }: { fields: readonly TemplateField[] }) {
  const t = useText();
  return (
    <details>
      <summary>{t('tpl.fields', { count: fields.length })}</summary>
      <p className="muted">{t('tpl.howTo', { open: '{#…}', close: '{/…}' })}</p>
      <table className="tpl-fields">
        <thead>
          <tr>
            <th>{t('tpl.field')}</th>
            <th>{t('tpl.label')}</th>
            <th>{t('tpl.kind')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.list ?? ''}/${field.name}`}>
              <td>
                <code>{written(field)}</code>
              </td>
              <td>{field.label}</td>
              <td>
                {field.kind === 'column'
                  ? t('tpl.kind.column', { list: field.list ?? '' })
                  : t(`tpl.kind.${field.kind}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

import type { RegistrationDetail, RegistrationRulesReply } from '@nhipcau/contracts';
import { shortDate } from '../regulation/format.ts';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { type DraftData, differences } from './draft-data.ts';

interface Sides {
  readonly mine: DraftData;
  readonly theirs: RegistrationDetail;
}

/** Somebody changed the file meanwhile: what differs, side by side, and which of the two stays. */
export function ConflictPanel({
  mine,
  theirs,
  rules,
  speech,
  onMine,
  onTheirs,
}: Sides & {
  rules: RegistrationRulesReply;
  speech: Speech;
  onMine: () => void;
  onTheirs: () => void;
}) {
  const { t } = speech;
  const { data } = theirs.registration;
  const fields = differences(mine, data);
  const last = theirs.moves.at(-1);
  return (
    <section className="panel rf-conflict" role="alert" aria-label={t('form.changedMeanwhile')}>
      <h2>{t('form.changedMeanwhile')}</h2>
      {last && <p className="muted">{`${last.actorName}, ${instantText(last.at, speech)}`}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('form.diff.field')}</th>
            <th scope="col">{t('form.diff.mine')}</th>
            <th scope="col">{t('form.diff.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{nameOf(field, rules, speech)}</th>
              <td>{valueText(mine, field, speech)}</td>
              <td>{valueText(data, field, speech)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="rf-acts">
        <button type="button" className="button primary" onClick={onMine}>
          {t('form.keepMine')}
        </button>
        <button type="button" className="button" onClick={onTheirs}>
          {t('form.takeTheirs')}
        </button>
      </div>
    </section>
  );
}

/** The locality's word for an entry, or ours. */
export function nameOf(
  field: keyof DraftData,
  { fields }: Pick<RegistrationRulesReply, 'fields'>,
  { t }: Speech,
): string {
  return fields.find((one) => one.field === field)?.label ?? t(`form.name.${field}`);
}

function valueText(data: DraftData, field: keyof DraftData, speech: Speech): string {
  const { t } = speech;
  const none = '–';
  switch (field) {
    case 'official':
    case 'rehearsal': {
      const period = data[field];
      return period ? `${instantText(period.start, speech)} – ${instantText(period.end, speech)}` : none;
    }
    case 'sites':
      return t('inbox.sites', { count: data.sites.length });
    case 'basis':
      return data.basis
        ? [data.basis.number, data.basis.issuedOn && shortDate(data.basis.issuedOn), data.basis.issuer]
            .filter(Boolean)
            .join(', ')
        : none;
    case 'technician':
      return data.technician ? `${data.technician.name}, ${data.technician.phone}` : none;
    case 'upstream':
      return data.upstream ? [data.upstream.body, data.upstream.document].filter(Boolean).join(', ') : none;
    case 'invitation':
      return data.invitation?.number ?? none;
    case 'technical':
    case 'secret':
      return t('form.diff.other');
    default:
      return data[field] ?? none;
  }
}

import type { CaseParty, IncidentCase } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { dialled } from './case-words.ts';

/** A number to call with one touch. */
export function CallLink({ name, phone }: { name: string; phone: string | null }) {
  const { t } = useLanguage();
  if (phone === null) return <span className="muted">{t('inc.noPhone')}</span>;
  return (
    <a className="button inc-call" href={dialled(phone)} aria-label={t('inc.callOf', { name, phone })}>
      <Icon name="phone" />
      {phone}
    </a>
  );
}

const nobodyOf = ({ name, roleName }: CaseParty, nobody: string): string =>
  name === roleName ? nobody : `${name}, ${nobody}`;

/** Whom to call about an incident, the first first; whoever was called or answered says when. */
export function CallList({
  of: { parties, atSite, may, place },
  onTold,
}: {
  of: IncidentCase;
  onTold: (party: CaseParty) => void;
}) {
  const { t, language } = useLanguage();
  return (
    <ul className="inc-calls">
      {parties.map((party) => (
        <li key={party.party}>
          <div>
            <strong>{party.roleName}</strong>
            <span>{party.person ?? nobodyOf(party, t('inc.nobody'))}</span>
            <small className="muted">
              {[
                party.isNext ? t('inc.next') : null,
                party.toldAt === null ? null : t('inc.told', { at: timeOfDay(party.toldAt, language) }),
                party.acknowledgedAt === null
                  ? null
                  : t('inc.answered', { at: timeOfDay(party.acknowledgedAt, language) }),
              ]
                .filter((words) => words !== null)
                .join(', ')}
            </small>
          </div>
          <CallLink name={party.person ?? party.name} phone={party.phone} />
          {may.handle && may.party !== party.party && (
            <button type="button" className="button quiet" onClick={() => onTold(party)}>
              {t('inc.tell')}
            </button>
          )}
        </li>
      ))}
      {atSite !== null && (
        <li>
          <div>
            <strong>{t('inc.atSite')}</strong>
            <span>{atSite.name ?? place}</span>
          </div>
          <CallLink name={atSite.name ?? place} phone={atSite.phone} />
        </li>
      )}
    </ul>
  );
}

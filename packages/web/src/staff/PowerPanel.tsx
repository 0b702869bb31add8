import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow, pickedInstant } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { addPower, fetchPower } from './calls.ts';
import { timeText } from './dates.ts';
import { TextField, UnitField } from './fields.tsx';

/** Who of the power company is on standby where. */
export function PowerPanel() {
  const t = useText();
  const session = useSession().data;
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: ['staff', 'power'], queryFn: fetchPower });
  return (
    <section className="stf-panel">
      <header>
        <h2>{t('con.power')}</h2>
        {session && mayEver(session.grants, 'roster.write') && (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('con.power.add')}
          </Button>
        )}
      </header>
      <LoadState query={query} isEmpty={({ contacts }) => contacts.length === 0} empty={t('con.power.none')}>
        {({ contacts }) =>
          contacts.map(({ contactId, areaName, unit, telephone, validFrom, validTo }) => (
            <div key={contactId} style={{ marginBottom: 12 }}>
              <strong>{areaName}</strong>
              <div>
                {`${unit}, `}
                <a href={`tel:${telephone.replaceAll(' ', '')}`}>{telephone}</a>
              </div>
              <div className="muted">{`${timeText(validFrom)} – ${timeText(validTo)}`}</div>
            </div>
          ))
        }
      </LoadState>
      <ActDrawer<{ areaId: string; unit: string; telephone: string; from: Dayjs; to: Dayjs }>
        title={t('con.power.add')}
        isOpen={adding}
        onClose={() => setAdding(false)}
        initial={{ from: handsNow().startOf('hour'), to: handsNow().startOf('hour').add(8, 'hour') }}
        act={({ from, to, ...contact }) =>
          addPower({ ...contact, validFrom: pickedInstant(from), validTo: pickedInstant(to) })
        }
      >
        <UnitField name="areaId" label={t('con.power.area')} />
        <TextField name="unit" label={t('con.power.unit')} required />
        <TextField name="telephone" label={t('staff.telephone')} required />
        <DateItem name="from" label={t('con.power.from')} entry="moment" required />
        <DateItem name="to" label={t('con.power.to')} entry="moment" after="from" required />
      </ActDrawer>
    </section>
  );
}

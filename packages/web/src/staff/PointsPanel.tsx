import type { ContactPoint } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { changePoint, fetchPoints } from './calls.ts';
import { TextField } from './fields.tsx';

/** Official desks as the text prints them, or as the administrator corrected them. */
export function PointsPanel() {
  const t = useText();
  const [changed, setChanged] = useState<ContactPoint | null>(null);
  const query = useQuery({ queryKey: ['staff', 'points'], queryFn: fetchPoints });
  return (
    <section className="stf-panel">
      <h2>{t('con.points')}</h2>
      <LoadState query={query} isEmpty={({ points }) => points.length === 0} empty={t('con.points.none')}>
        {({ points, mayChange }) =>
          points.map((one) => (
            <div key={one.key} className="stf-point">
              <Tag>{t(`con.point.${one.purpose}`)}</Tag>
              <strong>{one.label}</strong> <Articles cite={one.cite} />
              <div>{[one.telephone, one.email, one.other].filter((way) => way !== null).join(' · ')}</div>
              {one.isChanged && <Tag color="blue">{t('con.point.changed')}</Tag>}
              {mayChange && (
                <Button size="small" onClick={() => setChanged(one)}>
                  {t('staff.change')}
                </Button>
              )}
            </div>
          ))
        }
      </LoadState>
      <ActDrawer<{ telephone?: string; email?: string; other?: string }>
        title={changed?.label ?? ''}
        isOpen={changed !== null}
        onClose={() => setChanged(null)}
        initial={{
          telephone: changed?.telephone ?? '',
          email: changed?.email ?? '',
          other: changed?.other ?? '',
        }}
        act={({ telephone, email, other }) =>
          changePoint(changed?.key ?? '', {
            telephone: telephone ?? null,
            email: email ?? null,
            other: other ?? null,
          })
        }
      >
        <TextField name="telephone" label={t('staff.telephone')} />
        <TextField name="email" label={t('staff.email')} />
        <TextField name="other" label={t('con.point.other')} />
      </ActDrawer>
    </section>
  );
}

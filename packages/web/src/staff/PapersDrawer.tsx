import type { Shortfall, UnitDocument } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Collapse, Drawer, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { fetchDocuments, fileDocument, postDocument } from './calls.ts';
import { dateText } from './dates.ts';
import { TextField } from './fields.tsx';

interface Paper {
  title: string;
  number?: string;
  parties?: string;
  body: string;
  issuedOn: Dayjs;
}

/** Versions of a document of a unit; a further one can be filed, and its posting noted. */
export function PapersDrawer({ papers, onClose }: { papers: Shortfall | null; onClose: () => void }) {
  const t = useText();
  const [filing, setFiling] = useState(false);
  const [posted, setPosted] = useState<UnitDocument | null>(null);
  const organisationId = papers?.organisationId ?? '';
  const kind = papers?.kind ?? '';
  const query = useQuery({
    queryKey: ['staff', 'documents', organisationId, kind],
    queryFn: () => fetchDocuments(organisationId, kind),
    enabled: papers !== null,
  });
  return (
    <Drawer
      title={papers?.organisationName ?? ''}
      open={papers !== null}
      onClose={onClose}
      size={560}
      extra={
        query.data?.mayFile === true && (
          <Button type="primary" onClick={() => setFiling(true)}>
            {t('comp.file')}
          </Button>
        )
      }
    >
      <LoadState query={query} isEmpty={({ documents }) => documents.length === 0} empty={t('comp.noPapers')}>
        {({ documents, mayFile }) => (
          <Collapse
            items={documents.map((one) => ({
              key: one.documentId,
              label: `${t('comp.version', { n: one.version })}: ${one.title}, ${dateText(one.issuedOn)}`,
              extra: (
                <Tag color={one.postedOn === null ? 'gold' : 'green'}>
                  {one.postedOn === null
                    ? t('comp.notPosted')
                    : t('comp.posted', { date: dateText(one.postedOn), place: one.postedPlace ?? '' })}
                </Tag>
              ),
              children: (
                <>
                  <div className="stf-text">{one.body}</div>
                  {mayFile && one.postedOn === null && (
                    <Button onClick={() => setPosted(one)}>{t('comp.post')}</Button>
                  )}
                </>
              ),
            }))}
          />
        )}
      </LoadState>
      <ActDrawer<Paper>
        title={t('comp.file')}
        isOpen={filing}
        onClose={() => setFiling(false)}
        initial={{ issuedOn: handsNow() }}
        act={({ title, number, parties, body, issuedOn }) =>
          fileDocument({
            organisationId,
            kind,
            title,
            number: number ?? null,
            parties: parties ?? null,
            body,
            issuedOn: issuedOn.format('YYYY-MM-DD'),
          })
        }
      >
        <TextField name="title" label={t('comp.docTitle')} required />
        <TextField name="number" label={t('comp.docNumber')} />
        {kind !== 'roomRules' && <TextField name="parties" label={t('comp.docParties')} />}
        <DateItem name="issuedOn" label={t('comp.docIssuedOn')} required />
        <TextField name="body" label={t('comp.docBody')} required rows={12} />
      </ActDrawer>
      <ActDrawer<{ postedOn: Dayjs; place: string }>
        title={t('comp.post')}
        isOpen={posted !== null}
        onClose={() => setPosted(null)}
        initial={{ postedOn: handsNow() }}
        act={({ postedOn, place }) =>
          postDocument(posted?.documentId ?? '', { postedOn: postedOn.format('YYYY-MM-DD'), place })
        }
      >
        <DateItem name="postedOn" label={t('comp.postedOn')} required />
        <TextField name="place" label={t('comp.place')} required />
      </ActDrawer>
    </Drawer>
  );
}

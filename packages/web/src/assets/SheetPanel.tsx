import { type AssetDetail, SheetField, type SheetFields } from '@nhipcau/contracts';
import { Alert, Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { SheetInputs } from './AssetDrawers.tsx';
import { fileSheet, sheetUrl } from './calls.ts';

/** The technical sheet beside what the terminal reported last; the first is filled from the report by one press. */
export function SheetPanel({ detail }: { detail: AssetDetail }) {
  const t = useText();
  const [filing, setFiling] = useState<SheetFields | null>(null);
  const { asset, sheet, measured, may } = detail;
  const fields = SheetField.options.filter(
    (field) => sheet?.fields[field] !== undefined || measured?.fields[field] !== undefined,
  );
  return (
    <section className="stf-panel">
      <header>
        <h2>{t('asset.sheet')}</h2>
        <span className="asset-acts">
          {may.write && (may.sheet || sheet !== null) && (
            <Button size="small" onClick={() => setFiling({ ...measured?.fields, ...sheet?.fields })}>
              {t(sheet === null ? 'asset.fileSheet' : 'asset.addToSheet')}
            </Button>
          )}
          <a href={sheetUrl(asset.assetId, 'pdf')} target="_blank" rel="noreferrer">
            {'PDF'}
          </a>
          <a href={sheetUrl(asset.assetId, 'docx')} download>
            {'DOCX'}
          </a>
        </span>
      </header>
      {sheet && (
        <p className="muted">
          {t('asset.sheetVersion', {
            version: sheet.version,
            code: sheet.code,
            at: timeText(sheet.at),
            name: sheet.byName,
          })}
        </p>
      )}
      {measured !== null && measured.changes.length > 0 && (
        <Alert type="error" showIcon title={t('asset.differs', { count: measured.changes.length })} />
      )}
      {fields.length === 0 ? (
        <p className="muted">{t('asset.noSheet')}</p>
      ) : (
        <Table
          size="small"
          rowKey="field"
          pagination={false}
          dataSource={fields.map((field) => ({ field }))}
          columns={[
            { title: t('asset.setting'), render: (_, { field }) => t(`asset.field.${field}`) },
            { title: t('asset.bySheet'), render: (_, { field }) => sheet?.fields[field] ?? '–' },
            {
              title:
                measured === null
                  ? t('asset.reported')
                  : t('asset.reportedAt', { at: timeText(measured.at) }),
              render: (_, { field }) => (
                <>
                  {measured?.fields[field] ?? '–'}{' '}
                  {measured?.changes.some((change) => change.field === field) && (
                    <Tag color="red">{t('asset.different')}</Tag>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      <ActDrawer<{ fields: Partial<Record<SheetField, string>> }>
        title={t('asset.sheet')}
        isOpen={filing !== null}
        onClose={() => setFiling(null)}
        initial={{}}
        act={({ fields: typed }) =>
          fileSheet(asset.assetId, {
            fields: Object.fromEntries(Object.entries(typed).filter(([, value]) => value?.trim())),
          })
        }
      >
        <SheetInputs sheet={filing ?? {}} />
      </ActDrawer>
    </section>
  );
}

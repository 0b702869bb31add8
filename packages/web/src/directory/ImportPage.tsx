import './directory.css';
import { type ImportPreview, type ImportResult, SheetKind } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Counts } from './Counts.tsx';
import { confirmImport, exportPath, previewImport } from './calls.ts';
import { FaultTable } from './FaultTable.tsx';
import { FileDrop } from './FileDrop.tsx';
import { columnText } from './words.ts';

/** From a sheet into the directory: choose, look, confirm. */
export function ImportPage() {
  const t = useText();
  return (
    <OfficePage title={t('import.title')} subtitle={t('import.subtitle')}>
      <Wizard />
    </OfficePage>
  );
}

function Wizard() {
  const t = useText();
  const [kind, setKind] = useState<SheetKind>('site');
  const queries = useQueryClient();
  const look = useMutation({ mutationFn: (file: File) => previewImport(kind, file) });
  const write = useMutation({
    mutationFn: (batchId: string) => confirmImport(batchId),
    onSuccess: () => queries.invalidateQueries(),
  });
  const again = () => {
    look.reset();
    write.reset();
  };
  const preview = look.data;
  return (
    <div className="dir-wizard">
      <div className="dir-bar">
        <Segmented
          aria-label={t('import.kind')}
          value={kind}
          options={SheetKind.options.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
          onChange={(chosen) => {
            setKind(SheetKind.parse(chosen));
            again();
          }}
        />
        <a href={exportPath(kind, 'xlsx')} download={`${kind}.xlsx`}>
          {t('import.template')}
        </a>
      </div>
      <FailureText code={codeOf(look.error) ?? codeOf(write.error)} />
      {preview ? (
        <Preview
          preview={preview}
          result={write.data ?? null}
          isWriting={write.isPending}
          onConfirm={() => write.mutate(preview.batchId)}
          onAgain={again}
        />
      ) : (
        <FileDrop busy={look.isPending ? look.variables.name : null} onFile={(file) => look.mutate(file)} />
      )}
    </div>
  );
}

function Preview({
  preview,
  result,
  isWriting,
  onConfirm,
  onAgain,
}: {
  preview: ImportPreview;
  result: ImportResult | null;
  isWriting: boolean;
  onConfirm: () => void;
  onAgain: () => void;
}) {
  const t = useText();
  const { added, changed, same, faultCount, faults } = preview;
  const count = added + changed;
  return (
    <Card title={preview.fileName} extra={<Button onClick={onAgain}>{t('import.another')}</Button>}>
      <Counts
        counts={[
          { text: 'import.added', value: added },
          { text: 'import.changed', value: changed },
          { text: 'import.same', value: same },
          { text: 'import.faulty', value: faultCount, isBad: true },
        ]}
      />
      <FaultTable faults={faults} count={faultCount} />
      {faultCount === 0 && count === 0 && <p>{t('import.nothing')}</p>}
      {faultCount === 0 && count > 0 && <Sample sample={preview.sample} />}
      {result ? (
        <p className="mark good" role="status">
          {t('import.done', { added: result.added, changed: result.changed })}
        </p>
      ) : (
        faultCount === 0 &&
        count > 0 && (
          <Button type="primary" size="large" loading={isWriting} onClick={onConfirm}>
            {t('import.confirm', { count })}
          </Button>
        )
      )}
    </Card>
  );
}

function Sample({ sample }: Pick<ImportPreview, 'sample'>) {
  const t = useText();
  const heading = (field: string) => {
    const text = columnText(field);
    return text === null ? field : t(text);
  };
  return (
    <Table
      size="small"
      title={() => t('import.sample')}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      rowKey="row"
      dataSource={sample}
      columns={[
        { title: t('import.row'), dataIndex: 'row', width: 80 },
        {
          width: 90,
          render: (_, { act }) => <Tag color={act === 'add' ? 'blue' : 'gold'}>{t(`import.act.${act}`)}</Tag>,
        },
        { title: t('dir.name'), dataIndex: 'name' },
        {
          title: t('import.fields'),
          render: (_, { fields }) => fields.map(heading).join(', '),
          ellipsis: true,
        },
      ]}
    />
  );
}

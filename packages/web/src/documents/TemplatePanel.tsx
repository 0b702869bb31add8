import type { FormTemplate, FormTemplates, TemplateProblem } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Tag, Upload } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { FieldTable } from './FieldTable.tsx';
import { ProblemList } from './ProblemList.tsx';
import { saveFile } from './save-file.ts';
import {
  addTemplate,
  chooseTemplate,
  fetchStarter,
  fetchTemplate,
  fetchTemplatePreview,
} from './template-calls.ts';

type Form = FormTemplates['forms'][number];
const LEAST_REASON = 3;

interface Panel {
  readonly form: Form;
  readonly templates: FormTemplates;
  /** The file a version is looked at with. */
  readonly sample: string | null;
  readonly onChanged: (now: FormTemplates) => void;
}

/** One form: what it is printed by, its versions, what may stand in a template of it. */
export function TemplatePanel({ form, templates, sample, onChanged }: Panel) {
  const t = useText();
  const { organisationId, mayWrite } = templates;
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<{ problems: TemplateProblem[]; more: boolean } | null>(null);
  const add = useMutation({
    mutationFn: (file: File) => addTemplate(form.form, { organisationId, file, note: note.trim() }),
    onMutate: () => setWrong(null),
    onSuccess: (answer) => {
      if (!answer.taken) return setWrong(answer);
      setNote('');
      onChanged(answer.templates);
    },
  });
  const choose = useMutation({
    mutationFn: (templateId: string | null) =>
      chooseTemplate(form.form, { organisationId, templateId, reason: reason.trim() }),
    onSuccess: (now) => {
      setReason('');
      onChanged(now);
    },
  });
  const save = useMutation({
    mutationFn: async ({ fetch, name }: { fetch: () => Promise<Blob>; name: string }) =>
      saveFile(await fetch(), name),
  });
  const mayChoose = mayWrite && reason.trim().length >= LEAST_REASON && !choose.isPending;
  const isOwn = form.versions.some(({ templateId }) => templateId === form.activeId);
  return (
    <section className="stf-panel" aria-label={form.name}>
      <header>
        <h2>
          {form.name} <Articles cite={form.cite} />
        </h2>
        <Tag color={form.activeId === null ? 'default' : 'green'}>
          {form.activeId === null
            ? t('tpl.shipped')
            : form.inheritedFrom === null
              ? t('tpl.own')
              : t('tpl.inherited', { organisation: form.inheritedFrom })}
        </Tag>
      </header>
      <FailureText code={codeOf(add.error ?? choose.error ?? save.error)} />
      {wrong && <ProblemList {...wrong} fields={form.fields} />}
      <div className="tpl-acts">
        <Button
          onClick={() =>
            save.mutate({
              fetch: () => fetchStarter(form.form),
              name: `${form.form}-${t('tpl.starterName')}.docx`,
            })
          }
        >
          {t('tpl.starter')}
        </Button>
        {mayWrite && (
          <>
            <Input
              aria-label={t('tpl.noteOf', { form: form.name })}
              placeholder={t('tpl.note')}
              value={note}
              maxLength={500}
              onChange={({ target }) => setNote(target.value)}
            />
            <Upload
              accept=".docx"
              showUploadList={false}
              disabled={add.isPending}
              beforeUpload={(file) => {
                add.mutate(file);
                return false;
              }}
            >
              <Button type="primary" loading={add.isPending} aria-label={t('tpl.addOf', { form: form.name })}>
                {t('tpl.add')}
              </Button>
            </Upload>
          </>
        )}
      </div>
      {(form.versions.length > 0 || form.activeId !== null) && mayWrite && (
        <div className="tpl-acts">
          <Input
            aria-label={t('tpl.reasonOf', { form: form.name })}
            placeholder={t('tpl.reason')}
            value={reason}
            maxLength={500}
            onChange={({ target }) => setReason(target.value)}
          />
          {form.activeId !== null && (
            <Button disabled={!mayChoose} onClick={() => choose.mutate(null)}>
              {t('tpl.backToShipped')}
            </Button>
          )}
        </div>
      )}
      {form.versions.length > 0 && (
        <ul className="tpl-versions">
          {form.versions.map((version) => (
            <VersionLine
              key={version.templateId}
              version={version}
              isActive={isOwn && version.templateId === form.activeId}
              onSave={() =>
                save.mutate({ fetch: () => fetchTemplate(version.templateId), name: version.fileName })
              }
              onPreview={
                sample === null
                  ? null
                  : () =>
                      save.mutate({
                        fetch: () => fetchTemplatePreview(version.templateId, sample),
                        name: `${form.form}-v${version.version}.docx`,
                      })
              }
              onUse={mayChoose ? () => choose.mutate(version.templateId) : null}
              mayWrite={mayWrite}
            />
          ))}
        </ul>
      )}
      <FieldTable fields={form.fields} />
    </section>
  );
}

interface Line {
  readonly version: FormTemplate;
  readonly isActive: boolean;
  readonly mayWrite: boolean;
  readonly onSave: () => void;
  /** Null: there is no file to look at it with. */
  readonly onPreview: (() => void) | null;
  /** Null: no reason was given yet. */
  readonly onUse: (() => void) | null;
}

function VersionLine({ version, isActive, mayWrite, onSave, onPreview, onUse }: Line) {
  const t = useText();
  const { version: number, fileName, note, at, byName, unused } = version;
  return (
    <li>
      <span>{t('tpl.version', { version: number })}</span>
      <span className="tpl-file">
        <Button type="link" size="small" onClick={onSave}>
          {fileName}
        </Button>
        <small>{[timeText(at), byName, note].filter(Boolean).join(', ')}</small>
        {unused.length > 0 && (
          <small className="tpl-unused">{t('tpl.unused', { fields: unused.join(', ') })}</small>
        )}
      </span>
      <span className="tpl-acts">
        {isActive && <Tag color="green">{t('tpl.inUse')}</Tag>}
        <Button size="small" disabled={onPreview === null} onClick={onPreview ?? undefined}>
          {t('tpl.preview')}
        </Button>
        {mayWrite && !isActive && (
          <Button size="small" disabled={onUse === null} onClick={onUse ?? undefined}>
            {t('tpl.use')}
          </Button>
        )}
      </span>
    </li>
  );
}

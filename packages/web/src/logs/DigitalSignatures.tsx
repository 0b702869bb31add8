import {
  DETACHED_LIMIT_BYTES,
  type DigitalSigner,
  type LogSignatureFile,
  type LogSignatureFiles,
  SIGNED_PDF_LIMIT_BYTES,
} from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Tag, Upload } from 'antd';
import { ApiFailure } from '../api/http.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { attachSignature, checkSignature, fetchSignatures, signatureUrl } from './calls.ts';

const isPdf = ({ name }: File): boolean => name.toLowerCase().endsWith('.pdf');

/** Digital signatures of the kept PDF: who signed, whether they can be relied on; more can be handed in. */
export function DigitalSignatures({ entryId }: { entryId: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const queryKey = ['log-signatures', entryId];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => fetchSignatures(entryId, signal) });
  const attaching = useMutation({
    mutationFn: async (file: File) => {
      // Not sent for nothing: the server would refuse it after the last byte.
      if (file.size > (isPdf(file) ? SIGNED_PDF_LIMIT_BYTES : DETACHED_LIMIT_BYTES))
        throw new ApiFailure('LOG_SIGNATURE_TOO_LARGE', 413);
      return attachSignature(entryId, file);
    },
    onSuccess: (files: LogSignatureFiles) => queries.setQueryData(queryKey, files),
  });
  return (
    <section className="log-digital" aria-label={t('book.digital')}>
      <h4>{t('book.digital')}</h4>
      <LoadState query={query}>
        {({ files, mayAttach, printSha256 }) => (
          <>
            {files.length === 0 && <p className="muted">{t('book.digitalNone')}</p>}
            <ul>
              {files.map((file) => (
                <SignatureFile key={file.signatureId} entryId={entryId} file={file} />
              ))}
            </ul>
            {files.length > 0 && <p className="muted">{t('book.digitalNotChecked')}</p>}
            {mayAttach && (
              <>
                <p className="muted">
                  {t(printSha256 === null ? 'book.digitalFirstPdf' : 'book.digitalHow')}
                </p>
                <Upload
                  accept=".p7s,.p7m,.p7b,.pem,.sig,.pdf"
                  showUploadList={false}
                  disabled={attaching.isPending}
                  beforeUpload={(file) => {
                    attaching.mutate(file);
                    return false;
                  }}
                >
                  <Button loading={attaching.isPending}>{t('book.digitalAttach')}</Button>
                </Upload>
              </>
            )}
            <FailureText code={codeOf(attaching.error)} />
          </>
        )}
      </LoadState>
    </section>
  );
}

function SignatureFile({ entryId, file }: { entryId: string; file: LogSignatureFile }) {
  const { t, language } = useLanguage();
  const checking = useMutation({ mutationFn: () => checkSignature(entryId, file.signatureId) });
  const { data } = checking;
  return (
    <li>
      <Signers signers={file.signers} />
      <small className="muted">
        {t('book.digitalFile', {
          kind: t(`book.digital.${file.kind}`),
          name: file.byName,
          at: dateAndTime(file.at, language),
        })}
      </small>
      <div className="log-prints">
        <Button
          size="small"
          href={signatureUrl(entryId, file.signatureId)}
          download={file.fileName}
          aria-label={t('book.digitalTake', { file: file.fileName })}
        >
          {file.fileName}
        </Button>
        <Button size="small" loading={checking.isPending} onClick={() => checking.mutate()}>
          {t('book.digitalCheck')}
        </Button>
      </div>
      <FailureText code={codeOf(checking.error)} />
      {data && (
        <Alert
          type={data.matches ? 'success' : 'error'}
          title={t(data.matches ? 'book.digitalMatches' : 'book.digitalBroken')}
          description={
            data.matches ? (
              <>
                <Signers signers={data.signers} />
                <small>{t('book.digitalNotChecked')}</small>
              </>
            ) : undefined
          }
        />
      )}
    </li>
  );
}

function Signers({ signers }: { signers: readonly DigitalSigner[] }) {
  const { t, language } = useLanguage();
  return signers.map(({ name, organisation, issuer, serial, signedAt, trust }) => (
    <div key={`${serial} ${signedAt}`} className="log-signer">
      <strong>{name}</strong>
      <Tag color={trust === 'trusted' ? 'green' : 'gold'}>{t(`book.trust.${trust}`)}</Tag>
      <small className="muted">
        {[
          organisation,
          signedAt !== null && t('book.digitalAt', { at: dateAndTime(signedAt, language) }),
          t('book.digitalIssuer', { issuer }),
        ]
          .filter(Boolean)
          .join(', ')}
      </small>
    </div>
  ));
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Space } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

/**
 * A form at the right of the page that does one thing; whatever it changed is asked for again.
 *
 * @param act - takes the values of the form; throws with a code of the catalogue when it is refused
 */
export function ActDrawer<Values extends object>({
  title,
  isOpen,
  onClose,
  initial,
  act,
  submit,
  isGrave = false,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  initial: Partial<Values>;
  act: (values: Values) => Promise<unknown>;
  submit?: string;
  /** It ends something: the button says so by its colour as well. */
  isGrave?: boolean;
  children: ReactNode;
}) {
  const t = useText();
  const [form] = Form.useForm<Values>();
  const id = useId();
  const fields = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const { mutate, reset, error, isPending } = useMutation({
    mutationFn: act,
    // Also after a refusal: it may have come because something else stands there now.
    onSettled: () => queries.invalidateQueries(),
    onSuccess: onClose,
  });
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  return (
    <Drawer
      title={title}
      open={isOpen}
      onClose={onClose}
      size={440}
      destroyOnHidden
      afterOpenChange={(open) => {
        // Whoever was quicker than the drawer stays where they are.
        if (open && !fields.current?.contains(document.activeElement))
          fields.current?.querySelector<HTMLElement>('input, textarea')?.focus();
      }}
      footer={
        <Space>
          <Button type="primary" danger={isGrave} loading={isPending} htmlType="submit" form={id}>
            {submit ?? t('staff.save')}
          </Button>
          <Button onClick={onClose}>{t('staff.cancel')}</Button>
        </Space>
      }
    >
      <div ref={fields}>
        <Form<Values>
          id={id}
          form={form}
          layout="vertical"
          preserve={false}
          initialValues={initial}
          onFinish={(values) => mutate(values)}
          requiredMark
        >
          {children}
        </Form>
      </div>
      <FailureText code={codeOf(error)} />
    </Drawer>
  );
}

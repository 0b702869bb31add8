import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Goes to another address of ours, once per address, however often it is drawn. */
export function Redirect({ href }: { href: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({ href, replace: true });
  }, [navigate, href]);
  return null;
}

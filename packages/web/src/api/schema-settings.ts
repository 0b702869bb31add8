import { z } from 'zod';

// Schemas are not compiled into functions: the content security policy forbids it.
z.config({ jitless: true });

/** Set by the global set-up of a test run, read by every test file. */
export const TEST_POSTGRES_URL = 'NHIPCAU_TEST_PG_URL';
export const TEMPLATE_DATABASE = 'nhipcau_template';

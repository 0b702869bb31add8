/** Names the file of the offset to the processes of a system under test. */
export const CLOCK_FILE = 'NHIPCAU_TEST_CLOCK_FILE';

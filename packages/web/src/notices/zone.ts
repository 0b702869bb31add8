/** Zone in which times of notices are told; the five localities share it. */
export const ZONE = 'Asia/Ho_Chi_Minh';

/** The mark and name of the product; the name is the same in every language. */
const NAME = 'Nhịp Cầu';

export function Brand({ size = 26 }: { size?: number }) {
  return (
    <span className="brand">
      <img src="/nhip-cau.svg" width={size} height={size} alt="" />
      <span>{NAME}</span>
    </span>
  );
}

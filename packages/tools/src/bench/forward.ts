export async function forward(): Promise<unknown> {
  throw new Error('x');
}

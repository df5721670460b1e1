export async function trainingSpeed(): Promise<void> {
  console.log('to be written');
}

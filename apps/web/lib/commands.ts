/** The command-line ways to do what a page offers, shown where a page is still empty. */
export const commands = {
  ingest: 'npm run semblance -- ingest --catalog shop --feed products.csv --images ./images',
  source: 'npm run semblance -- source add https://shop.example/feed.xml --catalog shop --every 6h',
  triplets: 'npm run semblance -- triplets generate --name looks',
  train: 'npm run semblance -- train',
  embed: 'npm run semblance -- embed --promote',
  promote: 'npm run semblance -- promote 1',
  similar: 'npm run semblance -- similar --image photo.jpg',
} as const;

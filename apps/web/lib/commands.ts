/** The command-line ways to do what a page offers, shown where a page is still empty. */

export const ingestCommand =
  'npm run semblance -- ingest --catalog shop --feed products.csv --images ./images';
export const sourceCommand =
  'npm run semblance -- source add https://shop.example/feed.xml --catalog shop --every 6h';
export const generateCommand = 'npm run semblance -- triplets generate --name looks';
export const trainCommand = 'npm run semblance -- train';
export const embedCommand = 'npm run semblance -- embed --promote';
export const promoteCommand = 'npm run semblance -- promote 1';
export const similarCommand = 'npm run semblance -- similar --image photo.jpg';

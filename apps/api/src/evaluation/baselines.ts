import { colourHistogram, type Metrics } from '@semblance/ml';
import { type Embed, embedJudged, type Judged } from '../datasets/judged.ts';
import { headlinesOf } from './figures.ts';
import { judge } from './judge.ts';

/** What any model must beat: how alike two pictures are in colour alone. */
export const embedByColour: Embed = async (pixels) => pixels.map((image) => colourHistogram(image));

/** The headline figures of whatever makes vectors. */
export async function baselineFigures(
  judged: Judged,
  embed: Embed,
  signal?: AbortSignal,
): Promise<Metrics> {
  return headlinesOf(judge(judged, await embedJudged(judged, embed, { signal })));
}

import * as tf from '@tensorflow/tfjs-core';
import { unitRows } from '../distances/cosine.ts';
import { logOnePlusSumExp, weighted } from './logSumExp.ts';
import type { ProxyLoss } from './loss.ts';
import { shareOfValid } from './valid.ts';

/**
 * Proxy-anchor loss (Kim et al. 2020, eq. 4): every label has a trainable vector, and the batch's
 * images are drawn to their own and away from all others. Over cosines s of images x and proxies:
 *
 * `mean over labels in the batch of ln(1 + sum_(x of label) e^(-a (s - d)))
 *  + mean over all labels of ln(1 + sum_(x of others) e^(a (s + d)))`
 *
 * The paper's constants:
 * @param scale a: how sharply the worst images of a proxy are weighed
 * @param margin d, as a cosine
 */
export function proxyAnchor({ scale = 32, margin = 0.1 } = {}): ProxyLoss {
  return {
    name: 'proxy-anchor',
    description: 'Learns a centre for each label and draws its images there (Kim 2020)',
    compares: 'proxies',
    reducer: 'mean',
    compute({ embeddings, proxies, classes }, _, reduce) {
      return tf.tidy(() => {
        const ids = tf.tensor1d(classes, 'int32');
        const own = tf.cast(tf.oneHot(ids, proxies.shape[0]), 'float32') as tf.Tensor2D;
        const others = tf.sub(1, own);
        const cosines = tf.matMul(unitRows(embeddings), unitRows(proxies), false, true);
        const low = weighted(tf.mul(-scale, tf.sub(cosines, margin)), own);
        const high = weighted(tf.mul(scale, tf.add(cosines, margin)), others);
        const isPresent = tf.max(own, 0);
        const pull = reduce(logOnePlusSumExp(low, 0), isPresent);
        const push = reduce(logOnePlusSumExp(high, 0));
        const activeShare = shareOfValid(tf.greater(cosines, -margin), others);
        return { loss: tf.add(pull, push) as tf.Scalar, activeShare };
      });
    },
  };
}

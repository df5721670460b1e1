import * as tf from '@tensorflow/tfjs-core';
import { unitRows } from '../distances/cosine.ts';
import type { ProxyLoss } from './loss.ts';
import { logOnePlusSumExp, share, weighted } from './reduce.ts';

/** The paper's: how sharply the worst images of a proxy are weighed, and the margin. */
const SCALE = 32;
const MARGIN = 0.1;

/**
 * Proxy-anchor loss (Kim et al. 2020, eq. 4): every label has a trainable vector, and the batch's
 * images are drawn to their own and away from all others. Over cosines s of images x and proxies:
 *
 * `mean over labels in the batch of ln(1 + sum_(x of label) e^(-a (s - d)))
 *  + mean over all labels of ln(1 + sum_(x of others) e^(a (s + d)))`
 */
export const proxyAnchor: ProxyLoss = {
  name: 'proxy-anchor',
  description: 'Learns a centre for each label and draws its images there (Kim 2020)',
  compares: 'proxies',
  compute({ embeddings, proxies, classes }) {
    return tf.tidy(() => {
      const ids = tf.tensor1d(classes, 'int32');
      const own = tf.cast(tf.oneHot(ids, proxies.shape[0]), 'float32') as tf.Tensor2D;
      const others = tf.sub(1, own);
      const cosines = tf.matMul(unitRows(embeddings), unitRows(proxies), false, true);
      const low = weighted(tf.mul(-SCALE, tf.sub(cosines, MARGIN)), own);
      const high = weighted(tf.mul(SCALE, tf.add(cosines, MARGIN)), others);
      const present = tf.sum(tf.max(own, 0));
      const pull = tf.div(tf.sum(logOnePlusSumExp(low, 0)), present);
      const push = tf.mean(logOnePlusSumExp(high, 0));
      const activeShare = share(tf.greater(cosines, -MARGIN), others);
      return { loss: tf.add(pull, push) as tf.Scalar, activeShare };
    });
  },
};

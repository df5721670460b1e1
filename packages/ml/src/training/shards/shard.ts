/** A part of a batch to take through the model as it is now. */
export interface ShardOrder {
  /** From 0. */
  shard: number;
  /** From 1 over the whole run. */
  step: number;
  /** `[rows, size, size, 3]` in 0..1; they may be moved away. */
  pixels: Float32Array;
  /** Which of the model's weights gradients are wanted for, as places in `model.weights`. */
  wanted: number[];
  /** Names of the normalisations that keep their statistics and use them. */
  frozen: string[];
}

/** The gradient of the loss for what a part's way forward gave, `[rows, dim]`. */
export interface ShardGradient {
  shard: number;
  gradient: Float32Array;
}

/** Mean and variance that one normalisation saw, a number a channel each. */
export interface Moments {
  layer: string;
  mean: Float32Array;
  variance: Float32Array;
}

export interface ShardOutcome {
  /** In the order of `wanted`. */
  gradients: Float32Array[];
  /** In the order of the layers' calls. */
  moments: Moments[];
}

/** Takes parts of batches through a model, each forward and then backward. */
export interface Shards {
  /** Parts that a batch is divided into. */
  readonly count: number;
  /** Threads beside this one; 0 where this one does the work. */
  readonly threads: number;
  /** Takes the model's weights as they are now; before the first `forward` of a step. */
  begin(): Promise<void>;
  /** Embeddings `[rows, dim]`; what the way back needs is kept until `backward` or `close`. */
  forward(order: ShardOrder): Promise<Float32Array>;
  /** @param gradient of the loss for what `forward` gave, `[rows, dim]` */
  backward(shard: number, gradient: Float32Array): Promise<ShardOutcome>;
  /** Ends threads and gives back what a step kept that went no further. */
  close(): Promise<void>;
}

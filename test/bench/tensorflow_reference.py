"""What Python reaches on the same TensorFlow library: images a second of a Keras model under
`tf.function`, embedding and training. Development only, run by `npm run bench -- training`.

    python3 test/bench/tensorflow_reference.py <vgg16|mobilenet> <embed|train> <images> <steps>

Prints one line of JSON: {"imagesPerSecond", "peakBytes", "version"}.
"""

import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

FROZEN_LAYERS = 10


def vgg16():
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
    for layer in base.layers[:FROZEN_LAYERS]:
        layer.trainable = False
    pools = [base.get_layer(f"block{i}_pool").output for i in (5, 3, 4, 1, 2)]
    averages = [keras.layers.GlobalAveragePooling2D()(pool) for pool in pools]
    x = keras.layers.Concatenate()(averages)
    x = keras.layers.Dense(2048, activation="relu")(x)
    x = keras.layers.Dropout(0.6)(x)
    x = keras.layers.Dense(2048, activation="relu")(x)
    return keras.Model(base.input, keras.layers.UnitNormalization()(x))


def mobilenet():
    base = keras.applications.MobileNet(weights=None, include_top=False, input_shape=(224, 224, 3))
    x = keras.layers.GlobalAveragePooling2D()(base.output)
    x = keras.layers.Dense(1024, activation="relu")(x)
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.Dense(1024, activation="relu")(x)
    return keras.Model(base.input, keras.layers.UnitNormalization()(x))


def embedding_step(model, images):
    @tf.function
    def step():
        return model(images, training=False)

    return lambda: step().numpy()


def training_step(model, images):
    optimizer = keras.optimizers.SGD(0.001, momentum=0.9, nesterov=True)
    optimizer.build(model.trainable_variables)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            query, positive, negative = tf.split(model(images, training=True), 3)
            near = tf.sqrt(tf.reduce_sum(tf.square(query - positive), 1) + 1e-12)
            far = tf.sqrt(tf.reduce_sum(tf.square(query - negative), 1) + 1e-12)
            loss = tf.reduce_mean(tf.nn.relu(near - far + 0.2))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    return lambda: step().numpy()


def main(name, mode, count, steps):
    keras.utils.set_random_seed(1)
    model = {"vgg16": vgg16, "mobilenet": mobilenet}[name]()
    images = tf.constant(np.random.rand(count, 224, 224, 3).astype("float32"))
    step = (embedding_step if mode == "embed" else training_step)(model, images)
    step()
    step()
    times = []
    for _ in range(steps):
        started = time.perf_counter()
        step()
        times.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    rate = count / sorted(times)[len(times) // 2]
    print(json.dumps({"imagesPerSecond": rate, "peakBytes": peak, "version": tf.__version__}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

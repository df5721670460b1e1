"""Writes the fixtures of test/ml/weights with real Keras: weight files, inputs and outputs.

    pip install tensorflow-cpu keras h5py
    python packages/ml/scripts/keras-fixtures.py test/ml/weights/fixtures

Two networks, small: MILDNet's shape (five blocks of VGG's names, their averages concatenated, two
dense layers, unit length) and MobileNet's (padding, convolution, normalisation, ReLU6, depthwise
convolution). Both in every format that Keras has saved weights in. Nothing here is downloaded.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.legacy.saving import legacy_h5_format

PYTHON2 = (5, 3, 4, 1, 2)
PYTHON3 = (5, 1, 2, 3, 4)
WIDTHS = (4, 5, 6, 7, 8)


def mildnet(order):
    image = keras.Input((32, 32, 3), name="input_1")
    x = image
    pools = {}
    for block, width in enumerate(WIDTHS, 1):
        for conv in (1, 2):
            name = f"block{block}_conv{conv}"
            x = layers.Conv2D(width, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
        pools[block] = layers.GlobalAveragePooling2D()(x)
    x = layers.Concatenate()([pools[block] for block in order])
    x = layers.Dense(12, activation="relu")(x)
    x = layers.Dropout(0.6)(x)
    x = layers.Dense(10, activation="relu")(x)
    return keras.Model(image, layers.UnitNormalization()(x))


def mobilenet():
    image = keras.Input((15, 15, 3), name="input_1")
    x = layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False, name="conv1")(image)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.ReLU(6.0, name="conv1_relu")(x)
    x = layers.ZeroPadding2D(((0, 1), (0, 1)), name="conv_pad_1")(x)
    x = layers.DepthwiseConv2D(3, strides=2, use_bias=False, name="conv_dw_1")(x)
    x = layers.BatchNormalization(name="conv_dw_1_bn")(x)
    x = layers.ReLU(6.0, name="conv_dw_1_relu")(x)
    x = layers.Conv2D(6, 1, padding="same", use_bias=False, name="conv_pw_1")(x)
    x = layers.BatchNormalization(name="conv_pw_1_bn")(x)
    x = layers.ReLU(6.0, name="conv_pw_1_relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.UnitNormalization()(layers.Dense(5)(x)))


def randomise(model, rng):
    """Weights that no initialiser gives: biases and batch statistics that matter."""
    for layer in model.layers:
        drawn = []
        for weight in layer.get_weights():
            spread = 1.2 / np.sqrt(max(1, np.prod(weight.shape[:-1]))) if weight.ndim > 1 else 0.3
            drawn.append(rng.normal(0, spread, weight.shape).astype(np.float32))
        if isinstance(layer, layers.BatchNormalization):
            drawn[0] += 1
            drawn[3] = np.abs(drawn[3]) + 0.5
        layer.set_weights(drawn)


def save_weights_of_keras_2(model, path):
    """What save_weights("x.h5") wrote before Keras 3."""
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def save_as_keras_1(model, path):
    """The layout of the ImageNet files of 2016: names as bytes, with no word for what each is."""
    with h5py.File(path, "w") as file:
        named = [layer for layer in model.layers if layer.name.startswith("block")]
        file.attrs["layer_names"] = [layer.name.encode() for layer in named]
        for layer in named:
            group = file.create_group(layer.name)
            names = [f"{layer.name}_{kind}_1:0" for kind, _ in zip("Wb", layer.get_weights())]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, values in zip(names, layer.get_weights()):
                group.create_dataset(name, data=values)


def save_nested(model, path):
    """The convolutions as a model within a model, as transfer learning often has them."""
    inner_end = model.get_layer("block5_pool").output
    inner = keras.Model(model.input, inner_end, name="vgg16")
    image = keras.Input((32, 32, 3))
    x = layers.GlobalAveragePooling2D()(inner(image))
    outer = keras.Model(image, x)
    save_weights_of_keras_2(outer, path + ".h5")
    outer.save_weights(path + ".weights.h5")


def write_case(folder, name, model, rng, size):
    images = rng.uniform(0, 1, (2, size, size, 3)).astype(np.float32)
    images.tofile(os.path.join(folder, f"{name}.input.bin"))
    model.predict(images, verbose=0).astype(np.float32).tofile(
        os.path.join(folder, f"{name}.output.bin")
    )


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rng = np.random.default_rng(20190303)
    path = lambda name: os.path.join(folder, name)
    for name, model, size in (
        ("mildnet", mildnet(PYTHON2), 32),
        ("mildnet-python3", mildnet(PYTHON3), 32),
        ("mobilenet", mobilenet(), 15),
    ):
        randomise(model, rng)
        write_case(folder, name, model, rng, size)
        save_weights_of_keras_2(model, path(f"{name}.weights-only.h5"))
        if name == "mildnet-python3":
            continue
        model.save(path(f"{name}.whole.h5"), include_optimizer=False)
        model.save_weights(path(f"{name}.weights.h5"))
        if name == "mildnet":
            save_as_keras_1(model, path("mildnet.notop.h5"))
            save_nested(model, path("mildnet.nested"))


if __name__ == "__main__":
    main(sys.argv[1])

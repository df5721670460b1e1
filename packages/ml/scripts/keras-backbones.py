"""Writes what Keras calls the weighted layers of its ImageNet backbones, and their shapes.

python packages/ml/scripts/keras-backbones.py > test/ml/models/fixtures/keras-backbones.json
Needs `pip install tensorflow-cpu`. Downloads nothing.
"""

import json

from keras import applications

BACKBONES = {
    "vgg16": applications.VGG16,
    "vgg19": applications.VGG19,
    "mobilenet": applications.MobileNet,
}


def layers_of(build):
    model = build(weights=None, include_top=False, input_shape=(224, 224, 3))
    return {
        layer.name: [list(weight.shape) for weight in layer.weights]
        for layer in model.layers
        if layer.weights
    }


lines = [
    f"  {json.dumps(name)}: {json.dumps(layers_of(build))}" for name, build in BACKBONES.items()
]
print("{\n" + ",\n".join(lines) + "\n}")

"""The networks of the book in Keras, by name, and a look at what their layers put out.

Importing this module imports Keras and TensorFlow (`pip install 'cnnbook[train]'`). The networks
come without training, most compiled as the sources did it; weights start from Keras's global seed
(`keras.utils.set_random_seed`).
"""

try:
    from cnnbook.models.digit_gan import NOISE, DigitGan, digit_discriminator, digit_generator
    from cnnbook.models.digits import activation_comparison, hand_checked, three_blocks, two_blocks
    from cnnbook.models.drawn import drawn_digit
    from cnnbook.models.fashion import fashion_cnn, fashion_dense, keras_10_100, looking_inside
    from cnnbook.models.further import further, further_best
    from cnnbook.models.outputs import layer_outputs
    from cnnbook.models.tape import TapeNetwork
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "cnnbook.models needs Keras and TensorFlow; install them with pip install 'cnnbook[train]'"
    ) from error

__all__ = [
    "NOISE",
    "DigitGan",
    "TapeNetwork",
    "activation_comparison",
    "digit_discriminator",
    "digit_generator",
    "drawn_digit",
    "fashion_cnn",
    "fashion_dense",
    "further",
    "further_best",
    "hand_checked",
    "keras_10_100",
    "layer_outputs",
    "looking_inside",
    "three_blocks",
    "two_blocks",
]

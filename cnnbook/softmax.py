"""Softmax and cross-entropy: from logits to probabilities, and to one number that says how wrong.

All of it works on the last axis, with the largest logit taken away first: exp never overflows,
and the result is the same because exp(a - m) / exp(b - m) = exp(a) / exp(b). Integers give
float64; float16 is added up in float32 and comes back as float16.
"""

import numpy as np
from numpy.typing import ArrayLike

from cnnbook._checks import Array, as_floats, as_numbers, check_shape
from cnnbook._dtypes import result_dtype, widened


def softmax(x: ArrayLike) -> Array:
    """Turn logits into probabilities.

        y[k] = exp(x[k]) / the sum over c of exp(x[c])

    Args:
        x: Logits (..., classes). Integers or floats. They stay as they are.

    Returns:
        Floats of the shape of `x`, from 0 to 1, which add up to 1 over the classes. A row with
            NaN or plus infinity is NaN throughout.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If `x` is one number, or has no classes.

    Examples:
        >>> softmax([1.0, 2.0, 3.0]).round(4)
        array([0.09  , 0.2447, 0.6652])
        >>> softmax([1000.0, 1000.0])
        array([0.5, 0.5])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equations 4.1 and 6.29.
    """
    floats = _as_logits(x)
    return _softmax(floats).astype(floats.dtype, copy=False)


def softmax_derivative(x: ArrayLike) -> Array:
    """Return the slopes of `softmax`: how each probability answers to each logit.

        d y[k] / d x[c] = y[k] * (1 - y[k]) if k = c, else -y[k] * y[c]

    Args:
        x: Logits (..., classes).

    Returns:
        Floats (..., classes, classes): the Jacobian matrix, rows k, columns c.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If `x` is one number, or has no classes.

    Examples:
        >>> softmax_derivative([0.0, 0.0])
        array([[ 0.25, -0.25],
               [-0.25,  0.25]])

    Source:
        Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.106.
    """
    floats = _as_logits(x)
    y = _softmax(floats)
    slopes = y[..., np.newaxis] * (np.eye(y.shape[-1], dtype=y.dtype) - y[..., np.newaxis, :])
    return np.asarray(slopes).astype(floats.dtype, copy=False)


def softmax_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    """Lead the gradient back through `softmax`, without writing out its Jacobian matrix.

        dx[c] = y[c] * (dy[c] - the sum over k of dy[k] * y[k])

    Args:
        dy: Gradient of the loss with respect to the probabilities (..., classes).
        x: The logits that went forward, of the same shape.

    Returns:
        Gradient with respect to the logits, floats of the shape of `x`.

    Raises:
        TypeError: If `dy` or `x` holds no integers or floats.
        ValueError: If `x` is one number, has no classes, or `dy` has another shape.

    Examples:
        >>> softmax_backward([1.0, 0.0], [0.0, 0.0])
        array([ 0.25, -0.25])

    Source:
        `softmax_derivative`, multiplied by dy.
    """
    floats, dy = _as_logits(x), as_floats("dy", dy)
    check_shape("dy", dy, floats.shape, "the logits")
    y = _softmax(floats)
    dx = np.asarray(y * (dy - (dy * y).sum(axis=-1, keepdims=True)))
    return dx.astype(result_dtype(dy, floats), copy=False)


def log_softmax(x: ArrayLike) -> Array:
    """Return the logarithms of the probabilities, also where these round to 0.

        y[k] = x[k] - log of the sum over c of exp(x[c])

    Args:
        x: Logits (..., classes). Integers or floats. They stay as they are.

    Returns:
        Floats of the shape of `x`, 0 or less.

    Raises:
        TypeError: If `x` holds no integers or floats.
        ValueError: If `x` is one number, or has no classes.

    Examples:
        >>> log_softmax([0.0, 1000.0])
        array([-1000.,     0.])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, equation 6.30.
    """
    floats = _as_logits(x)
    return _log_softmax(floats).astype(floats.dtype, copy=False)


def softmax_cross_entropy(logits: ArrayLike, labels: ArrayLike) -> Array:
    """Say how wrong each row of logits is: minus the logarithm of the right one's probability.

        loss = - the sum over k of label[k] * log_softmax(logits)[k]

    Args:
        logits: (N, classes). Integers or floats.
        labels: The right class of each row, (N,) whole numbers from 0; or the share of each
            class (N, classes), for example one-hot.

    Returns:
        The losses (N,), floats. Their mean is the loss of the batch.

    Raises:
        TypeError: If `logits` or `labels` holds no integers or floats, or labels (N,) aren't whole.
        ValueError: If `logits` isn't 2-D, `labels` doesn't go with it, or a label is no class.

    Examples:
        >>> softmax_cross_entropy([[0.0, 0.0], [5.0, -5.0]], [1, 0]).round(4)
        array([0.6931, 0.    ])

    Source:
        Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.2.2.3;
        `tf.nn.softmax_cross_entropy_with_logits`.
    """
    rows = _as_rows(logits)
    logs = _log_softmax(rows)
    shares = one_hot(labels, logs)
    # A share of 0 takes no part, not even where the logarithm is minus infinity.
    parts = np.multiply(shares, logs, where=shares != 0, out=np.zeros_like(logs))
    return np.asarray(-parts.sum(axis=1)).astype(rows.dtype, copy=False)


def softmax_cross_entropy_backward(logits: ArrayLike, labels: ArrayLike) -> Array:
    """Return the gradient of the mean of `softmax_cross_entropy` with respect to the logits.

        dlogits = (softmax(logits) - labels) / N

    Args:
        logits: As in `softmax_cross_entropy`.
        labels: As in `softmax_cross_entropy`; shares must add up to 1.

    Returns:
        Floats (N, classes).

    Raises:
        TypeError: As `softmax_cross_entropy` does.
        ValueError: As `softmax_cross_entropy` does.

    Examples:
        >>> softmax_cross_entropy_backward([[0.0, 0.0]], [1])
        array([[ 0.5, -0.5]])

    Source:
        Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.109.
    """
    rows = _as_rows(logits)
    y = _softmax(rows)
    dlogits = np.asarray((y - one_hot(labels, y)) / max(len(y), 1))
    return dlogits.astype(rows.dtype, copy=False)


def one_hot(labels: ArrayLike, like: Array) -> Array:
    """Return labels as shares of each class, in the shape and dtype of `like` (N, classes)."""
    labels = as_numbers("labels", labels)
    if labels.shape == like.shape:
        return labels.astype(like.dtype, copy=False)
    rows, classes = like.shape
    if labels.shape != (rows,):
        raise ValueError(
            f"labels have shape {labels.shape}, but the logits have {like.shape}, (rows, classes); "
            f"give the class of each row, shape ({rows},), which labels.ravel() makes of a column, "
            f"or the share of each class, shape {like.shape}"
        )
    if labels.dtype.kind == "f":
        raise TypeError(
            f"labels hold {labels.dtype}, but classes are whole numbers; use labels.astype(int)"
        )
    if labels.size and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"labels go from {labels.min()} to {labels.max()}, but the logits have the classes "
            f"0 to {classes - 1}"
        )
    return np.asarray(labels[:, np.newaxis] == np.arange(classes)).astype(like.dtype)


def _softmax(x: Array) -> Array:
    """Compute probabilities in the dtype in which they are added up."""
    shares = np.exp(_below_zero(x))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _log_softmax(x: Array) -> Array:
    """Compute logarithms of probabilities in the dtype in which these are added up."""
    shifted = _below_zero(x)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _below_zero(x: Array) -> Array:
    """Take the largest logit of each row away."""
    (x,) = widened(x)
    with np.errstate(invalid="ignore"):  # infinity - infinity is NaN; that is no news
        return np.asarray(x - x.max(axis=-1, keepdims=True))


def _as_logits(x: ArrayLike) -> Array:
    floats = as_floats("x", x)
    if floats.ndim == 0 or floats.shape[-1] == 0:
        raise ValueError(
            f"x has shape {floats.shape}, but one logit or more for each row is expected, "
            "(..., classes)"
        )
    return floats


def _as_rows(logits: ArrayLike) -> Array:
    rows = as_floats("logits", logits)
    if rows.ndim != 2:
        raise ValueError(
            f"logits have shape {rows.shape}, but (N, classes) is expected; "
            "write one row as logits[np.newaxis]"
        )
    return _as_logits(rows)
